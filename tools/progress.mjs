/** One line a step with its seconds; a spinner of dots where a terminal watches. */
export async function step(name, work) {
  const started = Date.now();
  process.stdout.write(`▸ ${name}\n`);
  const beat = setInterval(() => process.stdout.write(`  … ${name}, ${seconds(started)} s\n`), 10_000);
  let mark = '✗';
  try {
    const result = await work();
    mark = '✓';
    return result;
  } finally {
    clearInterval(beat);
    process.stdout.write(`${mark} ${name} ${seconds(started)} s\n`);
  }
}
const seconds = (since) => ((Date.now() - since) / 1000).toFixed(1);
