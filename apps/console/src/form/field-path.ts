type Path = Array<string | number>;

/** `skus.0.priceFen` or `/skus/0/priceFen` as the path of a form field; `names` renames its first step. */
export function fieldPath(field: string, names: Record<string, string> = {}): Path {
  const [first, ...rest] = field
    .split(/[./]/)
    .filter((step) => step !== '' && step !== 'body')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
  if (first === undefined) return [];
  return [names[String(first)] ?? first, ...rest];
}

/** The registered field that a path names, or else the nearest one around it. */
export function nearestField(path: Path, registered: ReadonlyArray<ReadonlyArray<string | number>>): Path | null {
  for (let length = path.length; length > 0; length--) {
    const key = JSON.stringify(path.slice(0, length));
    if (registered.some((name) => JSON.stringify(name) === key)) return path.slice(0, length);
  }
  return null;
}
