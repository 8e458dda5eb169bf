/** Runs the tasks of one partition one after the other, those of different partitions at once. */
export interface DeliveryLanes {
  run(partition: number, task: () => Promise<void>): Promise<void>;
}

export function createDeliveryLanes(): DeliveryLanes {
  const lanes = new Map<number, Promise<void>>();
  return {
    run(partition, task) {
      const previous = lanes.get(partition);
      const result = previous ? previous.then(task) : task();
      const settled = result
        .catch(() => undefined)
        .then(() => {
          if (lanes.get(partition) === settled) lanes.delete(partition);
        });
      lanes.set(partition, settled);
      return result;
    },
  };
}
