export { type Api, type CallOptions, type ClientOptions, createClient } from './client.ts';
export type * from './contract.ts';
export { type Intent, type IntentOptions, type KeyStore, newIntent } from './intent.ts';
export { ApiProblem, asProblem } from './problem.ts';
export { fetchTransport, type Transport, type TransportReply, type TransportRequest } from './transport.ts';
export type {
  BodyOf,
  Input,
  Item,
  LocalFile,
  Operation,
  OperationId,
  PathOf,
  Problem,
  QueryOf,
  ReplyOf,
} from './types.ts';
