// The ceiling: Fastify and pg with hand-written SQL over the same goods, and nothing a shop needs besides. One process, one pool.
import fastify from 'fastify';
import pg from 'pg';

const [url = '', port = '0'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString: url, max: 16 });
const app = fastify({ logger: false });
const text = { type: 'string' } as const;
const whole = { type: 'integer' } as const;

const item = { type: 'object', properties: { id: text, title: text, subtitle: text, picture: text, price: whole } };
const listed = { type: 'object', properties: { items: { type: 'array', items: item } } };
const sku = {
  type: 'object',
  properties: { id: text, specs: { type: 'array', items: text }, price: whole, stock: whole },
};
const detail = {
  type: 'object',
  properties: { ...item.properties, detail: {}, skus: { type: 'array', items: sku } },
};

app.get<{ Querystring: { before?: string } }>('/goods', { schema: { response: { 200: listed } } }, async (req) => {
  const { rows } = await pool.query({
    name: 'list',
    text: 'select id, title, subtitle, picture, price from product where id <= $1 order by id desc limit 20',
    values: [req.query.before],
  });
  return { items: rows };
});

app.get<{ Params: { id: string } }>('/goods/:id', { schema: { response: { 200: detail } } }, async (req, reply) => {
  const [product, skus] = await Promise.all([
    pool.query({
      name: 'detail',
      text: 'select id, title, subtitle, picture, price, detail from product where id = $1',
      values: [req.params.id],
    }),
    pool.query({
      name: 'skus',
      text: 'select id, specs, price, stock from sku where product_id = $1',
      values: [req.params.id],
    }),
  ]);
  const [found] = product.rows;
  return found ? { ...found, skus: skus.rows } : reply.code(404).send();
});

app.get<{ Querystring: { q: string } }>('/search', { schema: { response: { 200: listed } } }, async (req) => {
  const { rows } = await pool.query({
    name: 'search',
    text: 'select id, title, subtitle, picture, price from product where title like $1 order by id desc limit 20',
    values: [`%${req.query.q}%`],
  });
  return { items: rows };
});

interface Order {
  skuId: string;
  quantity: number;
}
app.post<{ Body: Order }>('/orders', async (req, reply) => {
  const { skuId, quantity } = req.body;
  const client = await pool.connect();
  try {
    await client.query('begin');
    const taken = await client.query({
      name: 'take',
      text: 'update sku set stock = stock - $2 where id = $1 and stock >= $2 returning price',
      values: [skuId, quantity],
    });
    const price = taken.rows[0]?.price as number | undefined;
    if (price === undefined) {
      await client.query('rollback');
      return reply.code(409).send({ code: 'SOLD_OUT' });
    }
    const order = await client.query({
      name: 'order',
      text: 'insert into orders (total, state) values ($1, $2) returning id',
      values: [price * quantity, 'unpaid'],
    });
    const id = order.rows[0].id as string;
    await client.query({
      name: 'line',
      text: 'insert into order_line (order_id, sku_id, quantity, price) values ($1, $2, $3, $4)',
      values: [id, skuId, quantity, price],
    });
    await client.query({
      name: 'payment',
      text: 'insert into payment (order_id, amount) values ($1, $2)',
      values: [id, price * quantity],
    });
    await client.query('commit');
    return { id };
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
});

await app.listen({ port: Number(port), host: '127.0.0.1' });
process.stdout.write(`bare listens on ${(app.server.address() as { port: number }).port}\n`);
process.on('SIGTERM', () => void app.close().then(() => pool.end()));
