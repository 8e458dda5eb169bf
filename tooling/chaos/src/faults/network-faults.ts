import { setTimeout } from 'node:timers/promises';
import type { TcpLink } from '../network/tcp-link.ts';
import type { Fault, Scene } from './fault.ts';

const MOST_CUTS = 5;
const APART_MS = [10, 500] as const;
const DELAY_MS = [20, 1_500] as const;
const LASTS_MS = [2_000, 12_000] as const;

function chooseLink({ network, random }: Scene): TcpLink {
  return random.pick(network.links());
}

/** A connection may break at any byte. */
export const dropConnections: Fault = async (scene) => {
  const { random, watch } = scene;
  const link = chooseLink(scene);
  for (let left = random.between(1, MOST_CUTS); left > 0; left--) {
    link.cut();
    await setTimeout(random.between(...APART_MS));
  }
  return { recovery: watch.measure() };
};

export const refuseConnections: Fault = (scene) =>
  whileIt(scene, (link) => {
    link.refuse();
  });

export const delayConnections: Fault = (scene) =>
  whileIt(scene, (link) => {
    link.delay(scene.random.between(...DELAY_MS));
  });

/** As when a cable is pulled: nobody is told. */
export const stallConnections: Fault = (scene) =>
  whileIt(scene, (link) => {
    link.stall();
  });

async function whileIt(
  scene: Scene,
  breakIt: (link: TcpLink) => void,
): Promise<{
  recovery: ReturnType<Scene['watch']['measure']>;
  alone: boolean;
}> {
  const { random, watch } = scene;
  const link = chooseLink(scene);
  breakIt(link);
  await setTimeout(random.between(...LASTS_MS));
  link.mend();
  return { recovery: watch.measure(), alone: random.chance(0.5) };
}
