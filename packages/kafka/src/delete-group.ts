import { createAdminSession } from './admin-session.ts';
import type { KafkaConnection } from './connection.ts';
import { describeKafkaError } from './kafka-error.ts';
import { withDeadline } from '@intellisite/service';

const DELETE_MS = 2_000;

/** Removes a consumer group that has no members: best effort within 2 s, never throws. */
export async function deleteGroup(kafka: KafkaConnection, groupId: string): Promise<void> {
  const session = createAdminSession(kafka);
  const deleting = session.run(`deleting the group ${groupId}`, (admin) =>
    admin.deleteGroups([groupId]),
  );
  try {
    await withDeadline(deleting, DELETE_MS, 'deleting the group');
  } catch (error) {
    kafka.logger.debug({ groupId, reason: describeKafkaError(error) }, 'the group was not deleted');
  }
  // Not awaited: after a deadline that has passed, this one would be waited for in vain as well.
  void session.close();
}
