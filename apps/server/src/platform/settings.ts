/** What an operator may set from outside. `npm run contract` writes the tables of docs/operations*.md from it. */
export interface Setting {
  /** The option on the command line that wins over the variable. */
  option?: string;
  /** What holds when nothing is said; undefined: nothing, or what the program finds out. */
  standard?: string;
  en: string;
  zh: string;
}

/** By the name of the variable, in the order of the documentation. */
export const SETTINGS = {
  PORT: {
    option: '--port',
    standard: '8787',
    en: 'storefront, console and API; 0 takes a free one',
    zh: '前台、后台和接口的端口；0 表示任选一个空闲端口',
  },
  HOST: {
    option: '--host',
    standard: '127.0.0.1',
    en: 'address to listen on; behind a proxy leave it',
    zh: '监听地址；前面有代理时不用改',
  },
  JISHI_DATA: { option: '--data', standard: '.jishi', en: 'data folder', zh: '数据目录' },
  JISHI_ROLE: {
    option: '--role',
    standard: 'all',
    en: '`all`, `web` or `worker`',
    zh: '这个进程承担的工作：`all`、`web`（应答）或 `worker`（后台任务）',
  },
  PUBLIC_URL: {
    standard: 'http://127.0.0.1:8787',
    en: 'where shoppers and WeChat reach the server; the listening port unless said',
    zh: '买家和微信访问本服务的地址；不填则用监听的端口',
  },
  DATABASE_URL: {
    en: 'a PostgreSQL 14+ of your own; empty runs the embedded one',
    zh: '自己的 PostgreSQL（14 以上）；不填则运行内置的',
  },
  DATABASE_POOL: {
    standard: '16',
    en: 'connections of each process, 2 to 200',
    zh: '每个进程的数据库连接数，2 到 200',
  },
  DATABASE_PREPARE: {
    standard: 'on',
    en: '`off` behind a pooler that keeps no statements',
    zh: '连接池不保留预备语句时设为 `off`（事务模式的 PgBouncer）',
  },
  DATABASE_GUARD: {
    en: '`on` or `off`: a transaction that asks for a second connection fails at once; on from Node 24, where it is free',
    zh: '`on` 或 `off`：事务中再要第二个连接时立即报错；Node 24 起默认打开，那里没有代价',
  },
  JISHI_SECRET: {
    en: 'master secret, 32 characters or more; otherwise `DIR/secret`, made at the first start',
    zh: '主密钥，至少 32 个字符；不填则用 `DIR/secret`，首次启动时生成',
  },
  JISHI_SECRET_OLD: { en: 'former master secrets, separated by commas', zh: '更换之前的主密钥，用逗号分开' },
  PASSWORD_COST: {
    standard: '14',
    en: 'log₂ of scrypt’s N for new passwords, 10 to 20',
    zh: '新密码的 scrypt 参数 N 取 2 的多少次方，10 到 20',
  },
  TRUST_PROXY: {
    standard: 'off',
    en: 'proxies whose X-Forwarded headers are believed: addresses and CIDR blocks, or `on` for this machine',
    zh: '采信哪些反向代理的 X-Forwarded 头：地址和 CIDR 网段，`on` 表示只信本机',
  },
  INNER_UPSTREAMS: {
    en: 'inner addresses that a shop’s WeChat connection may name all the same, e.g. a proxy through which everything leaves',
    zh: '店铺的微信接口地址可以使用的内网地址，例如统一出口的代理',
  },
  MIGRATE: {
    standard: 'on',
    en: '`off`: a start changes nothing and refuses a schema that is not exactly this program’s; `npm run migrate` comes first. `DATABASE_URL` then needs no password',
    zh: '`off`：启动时不改表结构，结构不符则拒绝启动；先运行 `npm run migrate`。此时 `DATABASE_URL` 不用带密码',
  },
  BACKUP_PASSPHRASE: {
    en: 'what backups are sealed with, 12 characters or more; keep it where the backups are not; with it a worker makes one every night',
    zh: '备份的口令，至少 12 个字符；请与备份分开保存；设置后每晚自动备份',
  },
  BACKUP_AT: {
    standard: '04:15',
    en: 'from when on, by China’s clock; `off`: no nightly backup',
    zh: '每晚几点起备份（北京时间）；`off` 关闭',
  },
  BACKUP_KEEP: {
    standard: '14',
    en: 'how many nightly backups stay in `DIR/backups`',
    zh: '`DIR/backups` 里保留几份每晚的备份',
  },
  FILES_BUCKET: {
    en: 'address of an S3-compatible bucket for uploaded pictures, e.g. `https://shop.s3.oss-cn-hangzhou.aliyuncs.com`; empty: the data folder alone',
    zh: '存放上传图片的 S3 兼容存储桶的地址，例如 `https://shop.s3.oss-cn-hangzhou.aliyuncs.com`；不填则只用数据目录',
  },
  FILES_REGION: { standard: 'us-east-1', en: 'its region, as signatures name it', zh: '存储桶的地域，按签名里的写法' },
  FILES_KEY: { en: 'id of the access key', zh: '访问密钥的 ID' },
  FILES_SECRET: { en: 'its secret', zh: '访问密钥' },
  METRICS_TOKEN: {
    en: 'what a reader of `/metrics` shows as `Authorization: Bearer …`; without it only this machine may read them',
    zh: '读取 `/metrics` 须携带 `Authorization: Bearer …`；不设置时只有本机可以读取',
  },
  LOG_LEVEL: { standard: 'info', en: '`debug`, `info`, `warn` or `error`', zh: '`debug`、`info`、`warn` 或 `error`' },
  LOG_TO: {
    standard: 'file',
    en: '`file` (`DIR/jishi.log`) or `stdout`',
    zh: '`file`（`DIR/jishi.log`）或 `stdout`',
  },
  STOP_TIMEOUT: { standard: '10', en: 'seconds that a stop may take', zh: '停止最多用多少秒' },
  LIMIT_SCALE: {
    standard: '1',
    en: 'multiplies what one address or person may ask in a minute; for load tests',
    zh: '把每个地址、每个人每分钟可以请求的次数放大若干倍，压测用',
  },
  JISHI_SANDBOX: {
    standard: 'auto',
    en: '`on`, `off`, or `auto`: a sandbox WeChat runs unless a shop is connected to WeChat itself or `PUBLIC_URL` is public',
    zh: '`on`、`off` 或 `auto`：店铺已接入真实微信，或 `PUBLIC_URL` 是公网地址时，不启动微信沙箱',
  },
  SANDBOX_PORT: {
    standard: '8788',
    en: 'its port; the one after `PORT` unless said',
    zh: '沙箱的端口；不填则是 `PORT` 的下一个',
  },
  JISHI_DEMO: {
    standard: 'on',
    en: '`off`: an empty database gets no demo shop; without a sandbox it never does',
    zh: '`off`：空数据库不写入演示店铺；没有微信沙箱时从不写入',
  },
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof SETTINGS;
