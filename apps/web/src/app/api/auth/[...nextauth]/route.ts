import { answerAuth } from '../../../../auth/answer-auth.ts';

/** An answer is made for each request. */
export const dynamic = 'force-dynamic';

export { answerAuth as GET, answerAuth as POST };
