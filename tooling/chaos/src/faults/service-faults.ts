import { setTimeout } from 'node:timers/promises';
import { howItEnded, type Fleet } from '../services/fleet.ts';
import type { ServiceProcess } from '../services/service-process.ts';
import type { Fault, Scene } from './fault.ts';

type Service = 'indexers' | 'webs';

const MOST = { indexers: 4, webs: 3 };
/** An indexer: past its session time-out, so that it wakes as a zombie. A web server: past the patience of clients. */
const FROZEN_MS: Record<Service, readonly [number, number]> = {
  indexers: [8_000, 13_000],
  webs: [2_000, 22_000],
};

/** One of those that work, with another one left to go on. */
export function chooseVictim(fleet: Fleet, { random }: Scene): ServiceProcess {
  while (fleet.healthy().length < 2) fleet.add();
  return random.pick(fleet.healthy());
}

export function startAnotherLater(service: Service, scene: Scene): void {
  const fleet = scene[service];
  const pauseMs = scene.random.between(0, 3_000);
  scene.later(async () => {
    await setTimeout(pauseMs);
    if (fleet.healthy().length < MOST[service]) fleet.add();
  });
}

export function thawLater(
  service: Service,
  { random, later }: Scene,
  victim: ServiceProcess,
): void {
  const frozenMs = random.between(...FROZEN_MS[service]);
  later(async () => {
    await setTimeout(frozenMs);
    victim.thaw();
  });
}

export function kill(service: Service): Fault {
  return (scene) => {
    chooseVictim(scene[service], scene).kill();
    startAnotherLater(service, scene);
    return Promise.resolve({ recovery: scene.watch.measure(), alone: scene.random.chance(0.5) });
  };
}

export function freeze(service: Service): Fault {
  return (scene) => {
    const victim = chooseVictim(scene[service], scene);
    victim.freeze();
    thawLater(service, scene, victim);
    return Promise.resolve({ recovery: scene.watch.measure(), alone: true });
  };
}

export function add(service: Service): Fault {
  return (scene) => {
    const fleet = scene[service];
    if (fleet.healthy().length >= MOST[service]) stopOne(fleet, scene);
    fleet.add();
    return Promise.resolve({ recovery: scene.watch.measure() });
  };
}

export function remove(service: Service): Fault {
  return (scene) => {
    stopOne(scene[service], scene);
    if (scene[service].healthy().length < 2) startAnotherLater(service, scene);
    return Promise.resolve({ recovery: scene.watch.measure() });
  };
}

function stopOne(fleet: Fleet, scene: Scene): void {
  const leaving = chooseVictim(fleet, scene);
  const ended = leaving.terminate();
  scene.later(async () => {
    const complaint = howItEnded(leaving, await ended);
    if (complaint !== null) scene.complain(complaint);
  });
}
