export interface Camera {
  /** The name that detections carry as their Source. */
  source: string;
  /** The camera's share of all traffic, in percent. */
  weight: number;
}

export const CAMERAS: readonly Camera[] = [
  { source: 'gate-north-01', weight: 18 },
  { source: 'ramp-a4-east', weight: 17 },
  { source: 'ramp-a4-west', weight: 15 },
  { source: 'gate-south-02', weight: 14 },
  { source: 'bridge-river-1', weight: 12 },
  { source: 'tunnel-city-2', weight: 9 },
  { source: 'parking-p3', weight: 5 },
  { source: 'mall-garage-b1', weight: 5 },
  { source: 'ferry-pier-4', weight: 3 },
  { source: 'depot-7-entry', weight: 2 },
];
