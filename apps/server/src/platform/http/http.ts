import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type Actor,
  type AppKey,
  actorLabel,
  keyOwners,
  type Shopper,
  type Staff,
  type System,
} from '../../kernel/actor.ts';
import type { BodyOf, Operation, ParamsOf, QueryOf, ReplyOf } from '../../kernel/operation.ts';
import { common } from '../../kernel/refusal.ts';
import type { Database, Db, Tx } from '../db/index.ts';
import type { Secrets } from '../secrets/secrets.ts';
import { type Audit, entryOf, isMerchant } from './audit.ts';
import { claim, hashRequest, keep } from './idempotency.ts';
import { needsKey } from './openapi.ts';
import type { Principals } from './principals.ts';
import { statusOf } from './problems.ts';

/** The actor that an operation's audience promises. */
type ActorOf<O extends Operation> = O['audience'] extends 'shopper'
  ? Shopper
  : O['audience'] extends 'anyone' | 'setup'
    ? Actor
    : O['audience'] extends 'staff'
      ? Staff
      : O['audience'] extends 'platform'
        ? System
        : Staff | AppKey;

export interface Call<O extends Operation> {
  actor: ActorOf<O>;
  params: ParamsOf<O>;
  query: QueryOf<O>;
  body: BodyOf<O>;
  req: FastifyRequest;
  reply: FastifyReply;
  /** What the audit says of this beside the names of the fields: old and new values, nothing personal. */
  notes: Record<string, unknown>;
}
/** May return pre-serialised JSON (hot paths). */
type Reading<O extends Operation> = (call: Call<O> & { db: Db }) => Promise<ReplyOf<O> | JsonText>;
type Changing<O extends Operation> = (call: Call<O> & { tx: Tx }) => Promise<ReplyOf<O>>;
/** A change with a read before it and one after it, both outside its transaction. */
interface Phases<O extends Operation, B> {
  /** Reads, does expensive work, and may refuse. */
  before?: (call: Call<O> & { db: Db }) => Promise<B>;
  change: (call: Call<O> & { tx: Tx; seen: B }) => Promise<unknown>;
  /** Reads the answer, for a repeated key too. */
  after: Reading<O>;
}

/** JSON that is sent as it stands. As bytes, what is sent often need not be encoded each time. */
export class JsonText {
  readonly text: string | Buffer;
  constructor(text: string | Buffer) {
    this.text = text;
  }
}

/** Registers operations; the only place where a request meets its principal, its transaction and its idempotency key. */
export class Http {
  readonly server: FastifyInstance;
  readonly operations: Operation[];
  readonly #database: Database;
  readonly #principals: Principals;
  readonly #secrets: Secrets;
  readonly #audit: Audit;
  readonly #afterCommit: () => void;
  /** How each operation that changes nothing is answered. */
  readonly #reads = new Map<string, Reading<Operation>>();

  constructor(
    server: FastifyInstance,
    database: Database,
    principals: Principals,
    secrets: Secrets,
    audit: Audit,
    afterCommit: () => void,
    operations: Operation[] = [],
  ) {
    this.server = server;
    this.operations = operations;
    this.#database = database;
    this.#principals = principals;
    this.#secrets = secrets;
    this.#audit = audit;
    this.#afterCommit = afterCommit;
  }

  /** The same for a scope of the server with plug-ins of its own: what it registers counts with all others. */
  within(scope: FastifyInstance): Http {
    const { operations } = this;
    return new Http(scope, this.#database, this.#principals, this.#secrets, this.#audit, this.#afterCommit, operations);
  }

  /** An operation that changes nothing. */
  read<O extends Operation>(op: O, handle: Reading<O>): void {
    this.#reads.set(op.operationId, handle as unknown as Reading<Operation>);
    this.#route(op, async (call) => handle({ ...call, db: this.#database.forTenant(call.actor.tenantId) }));
  }

  /** Whether `answer` can be asked for it. */
  isRead(op: Operation): boolean {
    return this.#reads.has(op.operationId);
  }

  /**
   * What a list answers to `actor`, for a job that reads it page by page: there is no request, so only for operations that look at actor
   * and query alone. Whether the actor may is for the caller to know.
   */
  answer<O extends Operation>(op: O, actor: ActorOf<O>, query: object, params?: object): Promise<unknown> {
    const read = this.#reads.get(op.operationId);
    if (!read) throw new Error(`${op.operationId} is no operation that reads`);
    const db = this.#database.forTenant(actor.tenantId);
    return read({ actor, query, params, db, notes: {} } as unknown as Parameters<Reading<Operation>>[0]);
  }

  /**
   * An operation in one transaction: idempotency key, the handler, the audit row, commit, then the reply. With phases, `before` and
   * `after` read outside the transaction, and a repeated key skips the change.
   */
  change<O extends Operation>(op: O, handle: Changing<O>): void;
  change<O extends Operation, B = undefined>(op: O, phases: Phases<O, B>): void;
  change<O extends Operation, B>(op: O, given: Changing<O> | Phases<O, B>): void {
    this.#route(
      op,
      typeof given === 'function' ? (call) => this.#changed(op, call, given) : (call) => this.#phased(op, call, given),
    );
  }

  /** An operation that orders its transactions itself, because a network call or the ledger's batch lies between them. */
  steps<O extends Operation>(op: O, handle: Reading<O>): void {
    this.#route(op, async (call) => {
      const body = await handle({ ...call, db: this.#database.forTenant(call.actor.tenantId) });
      if (op.method !== 'GET') {
        if (isMerchant(call.actor))
          await this.#database.inTx(call.actor.tenantId, (tx) => this.#note(tx, op, call, op.reply.status));
        this.#afterCommit();
      }
      return body;
    });
  }

  async #changed<O extends Operation>(op: O, call: Call<O>, handle: Changing<O>): Promise<ReplyOf<O>> {
    const outcome = await this.#database.inTx(call.actor.tenantId, (tx) => this.#inside(op, call, tx, handle));
    this.#afterCommit();
    call.reply.code(outcome.status);
    return outcome.body as ReplyOf<O>;
  }

  async #phased<O extends Operation, B>(op: O, call: Call<O>, phases: Phases<O, B>): Promise<ReplyOf<O> | JsonText> {
    const db = this.#database.forTenant(call.actor.tenantId);
    const seen = (await phases.before?.({ ...call, db })) as B;
    await this.#database.inTx(call.actor.tenantId, (tx) =>
      this.#inside(op, call, tx, async (inner) => {
        await phases.change({ ...inner, seen });
        return undefined as ReplyOf<O>;
      }),
    );
    this.#afterCommit();
    return phases.after({ ...call, db });
  }

  async #inside<O extends Operation>(op: O, call: Call<O>, tx: Tx, handle: Changing<O>) {
    const key = needsKey(op) ? readKey(call.req) : null;
    const claimed = key && {
      tenantId: call.actor.tenantId,
      ...callersOf(call.actor),
      key,
      requestHash: hashRequest(this.#secrets, call.actor.tenantId, op.operationId, call.params, call.body),
    };
    if (claimed) {
      const reply = await claim(tx, this.#secrets, claimed);
      if (reply) return reply;
    }
    const body = await handle({ ...call, tx });
    if (claimed) await keep(tx, this.#secrets, claimed, op.reply.status, body);
    await this.#note(tx, op, call, op.reply.status);
    return { status: op.reply.status as number, body: body as unknown };
  }

  #route<O extends Operation>(op: O, run: (call: Call<O>) => Promise<ReplyOf<O> | JsonText>): void {
    this.operations.push(op);
    this.server.route({
      method: op.method,
      url: op.url,
      schema: {
        ...(op.params ? { params: op.params } : {}),
        ...(op.query ? { querystring: op.query } : {}),
        ...(op.body ? { body: op.body } : {}),
        ...(op.reply.schema ? { response: { [op.reply.status]: op.reply.schema } } : {}),
      },
      config: { operation: op },
      onRequest: (req, _reply, done) => {
        const enter = (actor: Actor) => {
          req.actor = actor;
          done();
        };
        const actor = this.#principals.knownActor(req, op.audience);
        if (actor) enter(actor);
        else
          this.#principals.actorFor(req, op).then(enter, (error: Error) => {
            this.#noteRefusal(op, req, error).finally(() => done(error));
          });
      },
      handler: async (req, reply) => {
        if (needsKey(op)) readKey(req);
        const giveBack = this.#principals.takeFromLimit(op, req);
        const { actor, params, query, body } = req;
        reply.code(op.reply.status);
        const call = { actor, params, query, body, req, reply, notes: {} } as unknown as Call<O>;
        const result = await (isMerchant(actor) ? this.#guarded(op, call, run) : run(call));
        giveBack();
        if (result instanceof JsonText)
          return reply.header('content-type', 'application/json; charset=utf-8').send(result.text);
        return op.reply.schema ? result : reply.send();
      },
    });
  }

  async #guarded<O extends Operation>(op: O, call: Call<O>, run: (call: Call<O>) => Promise<ReplyOf<O> | JsonText>) {
    try {
      return await run(call);
    } catch (error) {
      await this.#noteRefusal(op, call.req, error, call.notes);
      throw error;
    }
  }

  /** A refused change by staff is noted too: who tried what, and the outcome. */
  async #noteRefusal(op: Operation, req: FastifyRequest, error: unknown, notes = {}): Promise<void> {
    const { actor } = req;
    if (op.method === 'GET' || !actor || !isMerchant(actor)) return;
    await this.#database
      .inTx(actor.tenantId, (tx) => this.#audit.note(tx, entryOf(actor, op.operationId, req, statusOf(error), notes)))
      // The caller is told the first error, not that noting it failed too.
      .catch((err: unknown) => req.log.error({ err, operation: op.operationId }, 'a refusal is not in the audit'));
  }

  async #note<O extends Operation>(tx: Tx, op: O, { actor, req, notes }: Call<O>, result: number): Promise<void> {
    const who: Actor = actor;
    if (isMerchant(who)) await this.#audit.note(tx, entryOf(who, op.operationId, req, result, notes));
  }
}

/** Under what a key stands: new ones under `caller`, and those of a shopper's earlier selves under the others. */
function callersOf(actor: Actor): { caller: string; alsoCallers: string[] } {
  if (actor.kind !== 'shopper') return { caller: actorLabel(actor), alsoCallers: [] };
  const [caller = '', ...alsoCallers] = keyOwners(actor).map((customerId) => actorLabel({ ...actor, customerId }));
  return { caller, alsoCallers };
}

/** The Idempotency-Key of a request. Refuses with IDEMPOTENCY_KEY_REQUIRED. */
export function readKey(req: FastifyRequest): string {
  const key = req.headers['idempotency-key'];
  if (typeof key !== 'string' || !/^[\x21-\x7e]{8,100}$/.test(key)) throw common.IDEMPOTENCY_KEY_REQUIRED();
  return key;
}

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor;
  }
  interface FastifyContextConfig {
    operation?: Operation;
  }
}
