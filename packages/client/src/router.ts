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
  { ctx: object; meta: object; errorShape: TRPCDefaultErrorShape; transformer: false },
  Procedures
>;

/** Every call of the API: `api.detections.list.query({ make: 'Toyota' })`. */
export type IntellisiteApi = TRPCClient<IntellisiteRouter>;
