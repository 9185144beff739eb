import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AlreadyClaimed, type Claim, withClaim } from './claim.ts';
import { type Cluster, clusterFolder, openCluster, SUPERUSER } from './cluster.ts';
import { isPostgresOf, type ProcessIdentity } from './process-identity.ts';
import { launch, portOf, runningServer, type Server, stopServer } from './server.ts';
import { isHere, Users } from './users.ts';

export interface PostgresOptions {
  /** Folder of the cluster, its password, its port and who uses it. */
  dir: string;
  /** 0 or left out: a free one, kept for later starts. */
  port?: number;
  /** Server settings, e.g. 'fsync=off'. */
  flags?: string[];
  log?: (line: string) => void;
}
export interface EmbeddedPostgres {
  /** As the superuser of the cluster, database `jishi`. */
  url: string;
  port: number;
  /** `shared`: another living process uses it too; `adopted`: one that outlived its dead users was taken over. */
  origin: 'started' | 'adopted' | 'shared';
  /**
   * Gives PostgreSQL up. The last of the processes that use it stops it; before that it runs on. False when it was not over within
   * `withinMs`, 20 s unless said; then it goes on stopping by itself.
   */
  stop(withinMs?: number): Promise<boolean>;
}

const DATABASE = 'jishi';
const READY_MS = 300_000;
const STOP_MS = 20_000;
const LOOK_EVERY_MS = 500;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/**
 * Starts the PostgreSQL that ships inside npm packages; creates the cluster at first. A folder has one PostgreSQL, whichever of the
 * processes that use it started it: each starts it again when it dies, and only the last one stops it. Throws with the server's own
 * words when it cannot, or when the folder is used on another machine.
 */
export async function startPostgres(options: PostgresOptions): Promise<EmbeddedPostgres> {
  const { log = () => {} } = options;
  const base = clusterFolder(options.dir, log);
  const users = new Users(path.join(base, 'users'));
  const entry = await users.enter();
  const keeper = new Keeper(base, users, entry, options);
  try {
    const origin = await keeper.open();
    const { url, port } = keeper;
    return { url, port, origin, stop: (withinMs = STOP_MS) => keeper.stop(withinMs) };
  } catch (error) {
    await keeper.stop(STOP_MS);
    throw error;
  }
}

/** What one user does for the PostgreSQL of a folder. */
class Keeper {
  readonly #base: string;
  readonly #users: Users;
  readonly #entry: Claim;
  readonly #flags: string[];
  readonly #wantedPort: number | undefined;
  readonly #log: (line: string) => void;
  #cluster: Cluster | null = null;
  #server: Server | null = null;
  #watching: NodeJS.Timeout | null = null;
  #reviving: Promise<void> | null = null;
  #stopped: Promise<boolean> | null = null;

  constructor(base: string, users: Users, entry: Claim, { flags = [], port, log = () => {} }: PostgresOptions) {
    this.#base = base;
    this.#users = users;
    this.#entry = entry;
    this.#flags = flags;
    this.#wantedPort = port;
    this.#log = log;
  }

  get port(): number {
    return this.#server?.port ?? 0;
  }

  get url(): string {
    return `postgres://${SUPERUSER}:${this.#cluster?.password}@127.0.0.1:${this.port}/${DATABASE}`;
  }

  async open(): Promise<EmbeddedPostgres['origin']> {
    const origin = await this.#alone(async () => {
      const others = await this.#users.living();
      const stranger = others.find((user) => !isHere(user));
      if (stranger)
        throw new Error(
          `the database in ${this.#base} is in use on another machine or in another container (${stranger.machine.split('/')[0]}, process ${stranger.pid}); a folder belongs to one machine at a time`,
        );
      this.#cluster = openCluster(this.#base, this.#log);
      const running = await runningServer(this.#cluster);
      const first = others.find((user) => user.pid !== process.pid);
      this.#server =
        running ?? (await launch(this.#cluster, await portOf(this.#cluster, this.#wantedPort), this.#flags));
      await createDatabase(this.#server.port, this.#cluster.password);
      if (!running) return 'started';
      if (others.length > 1) {
        if (first) this.#log(`using the PostgreSQL that process ${first.pid} also uses`);
        return 'shared';
      }
      this.#log(`took over the PostgreSQL that still ran (process ${running.pid})`);
      return 'adopted';
    });
    this.#watch();
    return origin;
  }

  /** Looks whether PostgreSQL still runs, and starts it again when it does not, on the port that everybody knows. */
  #watch(): void {
    this.#watching = setInterval(() => {
      const { pid } = this.#server ?? { pid: 0 };
      if (this.#reviving || this.#stopped || !this.#cluster || isPostgresOf(pid, this.#cluster.data)) return;
      this.#reviving = this.#revive(this.#cluster).finally(() => {
        this.#reviving = null;
      });
    }, LOOK_EVERY_MS);
    this.#watching.unref();
  }

  async #revive(cluster: Cluster): Promise<void> {
    const { pid, port, lastWords } = this.#server as Server;
    this.#log(`PostgreSQL (process ${pid}) has ended by itself and is started again. ${lastWords()}`.trim());
    for (let wait = FIRST_WAIT_MS; !this.#stopped; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        await this.#alone(async () => {
          if (this.#stopped) return;
          this.#server = (await runningServer(cluster)) ?? (await launch(cluster, port, this.#flags));
          this.#log(`PostgreSQL runs again (process ${this.#server.pid})`);
        });
        return;
      } catch (error) {
        this.#log(`${(error as Error).message.trim()}; next try in ${wait / 1000} s`);
        await this.#pause(wait);
      }
    }
  }

  /** Waits, but no longer than until somebody wants to stop. */
  async #pause(ms: number): Promise<void> {
    for (const end = Date.now() + ms; Date.now() < end && !this.#stopped; ) await sleep(100, undefined, { ref: false });
  }

  stop(withinMs: number): Promise<boolean> {
    this.#stopped ??= this.#leave(withinMs);
    return this.#stopped;
  }

  /** Gone from the users first, looking for others second: of two that leave at once the later one sees nobody, and stops it. */
  async #leave(withinMs: number): Promise<boolean> {
    if (this.#watching) clearInterval(this.#watching);
    const deadline = Date.now() + withinMs;
    this.#entry.release();
    const work = async () => {
      const [other] = await this.#users.living();
      if (!this.#cluster || !this.#server) return true;
      if (!other) return stopServer(this.#server.pid, this.#cluster.data, Math.max(0, deadline - Date.now()));
      if (other.pid !== process.pid) this.#log(`PostgreSQL runs on for process ${other.pid}`);
      return true;
    };
    return this.#alone(work, withinMs).catch((error) => {
      if (error instanceof AlreadyClaimed) return error.holder.pid !== process.pid;
      throw error;
    });
  }

  /** One process at a time starts or stops. */
  #alone<T>(work: () => Promise<T>, withinMs?: number): Promise<T> {
    const waits = ({ pid }: ProcessIdentity) =>
      this.#log(`waiting for process ${pid}, which is starting or stopping PostgreSQL`);
    return withClaim(path.join(this.#base, 'turn.json'), { waits, withinMs }, work);
  }
}

/** The application's database, once. The server may still be recovering from a crash: then again a little later. */
async function createDatabase(port: number, password: string): Promise<void> {
  const deadline = Date.now() + READY_MS;
  for (;;) {
    const client = new pg.Client({ host: '127.0.0.1', port, user: SUPERUSER, password, database: 'postgres' });
    // The server may end while we ask; the query says so.
    client.on('error', () => {});
    try {
      await client.connect();
      const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
      if (!rowCount) await client.query(`create database ${DATABASE}`);
      return;
    } catch (error) {
      const starting = (error as { code?: string }).code === '57P03';
      if (!starting || Date.now() > deadline) throw error;
      await sleep(100);
    } finally {
      await client.end().catch(() => {});
    }
  }
}
