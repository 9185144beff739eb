/** A page as the browser's router knows it; its script is a file of its own. */
interface Page {
  path: string;
  load(): unknown[];
}
const pages = (): Page[] => (window as unknown as { __taroAppConfig: { routes: Page[] } }).__taroAppConfig.routes;
const SETTLED_MS = 1500;

/**
 * Loads the script of the page at this address, so that later the page is there in the moment in which the address changes. False when
 * it can't be had (a newer version of the shop, no network): then the browser itself is on its way to the address.
 */
export async function loadPage(url: string): Promise<boolean> {
  try {
    await Promise.all(
      pages()
        .find(({ path }) => `/${path}` === url.split('?')[0])
        ?.load() ?? [],
    );
    return true;
  } catch {
    location.assign(url);
    return false;
  }
}

/** Once the first page stands, fetches the scripts of the others one by one: they are small, and going there takes no time. */
export function loadPagesInAdvance(): void {
  const { saveData } = (navigator as { connection?: { saveData?: boolean } }).connection ?? {};
  if (saveData) return;
  const loadAll = async () => {
    for (const page of pages()) await Promise.all(page.load());
  };
  // What fails here is asked for again when somebody goes there.
  window.addEventListener('load', () => setTimeout(() => loadAll().catch(() => {}), SETTLED_MS));
}
