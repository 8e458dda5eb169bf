import type { TRPCClient } from '@trpc/client';
import type {
  TRPCBuiltRouter,
  TRPCDefaultErrorShape,
  TRPCMutationProcedure,
  TRPCQueryProcedure,
} from '@trpc/server';
import type { Calls } from './generated/calls.ts';

interface Call {
  type: 'query' | 'mutation';
  input: unknown;
  output: unknown;
}

type Procedure<Of extends Call> = Of extends { type: 'query' }
  ? TRPCQueryProcedure<{ input: Of['input']; output: Of['output']; meta: unknown }>
  : TRPCMutationProcedure<{ input: Of['input']; output: Of['output']; meta: unknown }>;

type Procedures = {
  [Namespace in keyof Calls]: {
    [Name in keyof Calls[Namespace]]: Calls[Namespace][Name] extends Call
      ? Procedure<Calls[Namespace][Name]>
      : never;
  };
};

/**
 * The API's router, as tRPC's own tools want it (`inferRouterOutputs`, TanStack Query). It has what can
 * be called over tRPC; tokens, files and the stream of alerts are the client's to handle.
 */
export type IntellisiteRouter = TRPCBuiltRouter<
  // With a transformer, tRPC takes our types of what is answered as they are: they are of the wire. Its
  // own way from types to those of JSON makes `never` of what has no answer, and loses all names.
  { ctx: object; meta: object; errorShape: TRPCDefaultErrorShape; transformer: true },
  Procedures
>;

/** Every call of the API: `api.detections.list.query({ make: 'Toyota' })`. */
export type IntellisiteApi = TRPCClient<IntellisiteRouter>;
