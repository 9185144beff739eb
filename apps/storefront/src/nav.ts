import { useRouter } from '@tarojs/taro';
import { useMemo } from 'react';
import { navigate } from './platform/navigate';
import { addressOf, type Given, type Params, pageAt, type RouteName, readParams, routeOf } from './routes';
import { needLogin, signedIn } from './session/session';

const isTab = (name: RouteName): boolean => routeOf(name).tab !== undefined;

/** Opens a page over this one; a page of the tab bar takes the place of all. One for signed-in shoppers asks for a login first. */
export function go<N extends RouteName>(name: N, ...given: Given<N>): void {
  const url = addressOf(name, ...given);
  if (isTab(name)) navigate.tab(url);
  else if (routeOf(name).login && !signedIn()) void needLogin(url).then((done) => done && navigate.open(url));
  else navigate.open(url);
}
/** Opens a page in the place of this one. */
export function replace<N extends RouteName>(name: N, ...given: Given<N>): void {
  const url = addressOf(name, ...given);
  if (isTab(name)) navigate.tab(url);
  else navigate.replace(url);
}
/** Opens what a merchant linked to; an address without a page leads to the page that says so. */
export function openLink(url: string): void {
  const name = pageAt(url);
  if (!name) go('missing');
  else if (isTab(name)) navigate.tab(url);
  else navigate.open(url);
}
/** Opens an address of this shop in the place of this page. */
export function replaceLink(url: string): void {
  const name = pageAt(url);
  if (name && isTab(name)) navigate.tab(url);
  else navigate.replace(url);
}
/** Back to where the shopper came from; to the home page when there is nothing behind. */
export function back(): void {
  if (!navigate.back()) go('home');
}

/** What this page was opened with. */
export function useParams<N extends RouteName>(name: N): Params<N> {
  const { params } = useRouter();
  // The router makes a new object at each drawing; the parameters stay what they were.
  const asText = JSON.stringify(params);
  return useMemo(() => readParams(name, JSON.parse(asText)), [name, asText]);
}

/** What the router is told once, when the shop opens. */
export function startNavigation(): void {
  navigate.onMissing(() => navigate.replace(addressOf('missing')));
  navigate.onShown((url) => {
    const name = pageAt(url);
    // Tapped pages come first; these are fetched when all is quiet.
    if (name) navigate.prepare((routeOf(name).next ?? []).map((next) => addressOf(next as 'home')));
  });
}
