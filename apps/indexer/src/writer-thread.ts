// A file of its own in the build: what the thread of the ingest transaction runs.
import { runWriterThread } from '@intellisite/db/writer-thread';

runWriterThread();
