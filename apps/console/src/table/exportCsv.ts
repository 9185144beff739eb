import { chinaDay } from '../parts/when.ts';
import { type CsvColumn, csvHead, csvLines } from './csv.ts';
import type { LoadPage } from './usePages.ts';

/**
 * Fetches all pages one after another and saves them as `<name>-<date>.csv`. Tells how many rows it has after each page; rejects
 * with the API's problem and saves nothing when a page fails. Returns the number of rows.
 */
export async function exportCsv<T>(
  name: string,
  columns: ReadonlyArray<CsvColumn<T>>,
  loadPage: LoadPage<T>,
  onProgress: (rows: number) => void = () => {},
): Promise<number> {
  const parts = [csvHead(columns)];
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await loadPage(cursor);
    parts.push(csvLines(columns, page.items));
    count += page.items.length;
    onProgress(count);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  save(`${name}-${chinaDay(new Date())}.csv`, new Blob(parts, { type: 'text/csv;charset=utf-8' }));
  return count;
}

function save(fileName: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = Object.assign(document.createElement('a'), { href: url, download: fileName });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
