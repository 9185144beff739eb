export {
  ApiProblem,
  type Client,
  type ClientOptions,
  createClient,
  type Transport,
  type TransportReply,
  type TransportRequest,
} from './client.ts';
export type { BodyOf, Item, OperationId, Problem, QueryOf, ReplyOf } from './types.ts';
