/** A page as the browser's router knows it; its script is a file of its own. */
interface Page {
  path: string;
  load(): unknown[];
}
const pages = (): Page[] => (window as unknown as { __taroAppConfig: { routes: Page[] } }).__taroAppConfig.routes;
const SETTLED_MS = 1500;

const load = async (url: string): Promise<void> => {
  await Promise.all(
    pages()
      .find(({ path }) => `/${path}` === url.split('?')[0])
      ?.load() ?? [],
  );
};

/**
 * Loads the script of the page at this address, so that later the page is there in the moment in which the address changes. False when
 * it can't be had (a newer version of the shop, no network): then the browser itself is on its way to the address.
 */
export async function loadPage(url: string): Promise<boolean> {
  try {
    await load(url);
    return true;
  } catch {
    location.assign(url);
    return false;
  }
}

let settled: Promise<unknown> | undefined;
/** Once the first page stands. */
const whenSettled = (): Promise<unknown> => {
  settled ??= new Promise((done) => {
    const later = () => setTimeout(done, SETTLED_MS);
    if (document.readyState === 'complete') later();
    else window.addEventListener('load', later);
  });
  return settled;
};

/** Fetches the scripts of these pages one by one in quiet moments: they are small, and going there takes no time then. */
export async function loadInAdvance(urls: string[]): Promise<void> {
  const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
  if (saveData) return;
  await whenSettled();
  // What fails here is asked for again when somebody goes there.
  for (const url of urls) await load(url).catch(() => {});
}
