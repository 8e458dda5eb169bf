/** Where a login or another request of somebody comes from. */
export interface Client {
  readonly address: string;
  readonly userAgent: string | null;
}
