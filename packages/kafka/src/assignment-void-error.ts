/** For `onAssigned` to throw: what was assigned is not there any more, so that no offset of it means anything. */
export class AssignmentVoidError extends Error {
  override readonly name = 'AssignmentVoidError';
}
