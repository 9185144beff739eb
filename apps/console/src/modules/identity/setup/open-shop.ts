import { ApiProblem } from '@jishi/api-client';
import { getSettings, loginStaff, openFirstShop, putSettings } from '@jishi/api-client/admin';
import { api } from '../../../api.ts';
import { uploadPicture } from '../../goods/media/pictures.ts';

/** What the first two steps hold. */
export interface FirstShop {
  name: string;
  themeColor: string;
  ownerName: string;
  login: string;
  password: string;
  again: string;
}

/**
 * Opens the shop and signs its owner in. When the answer was lost, signing in tells whether it was opened. Rejects with what the server
 * refused.
 */
export async function openShop(token: string, { again: _again, ...shop }: FirstShop): Promise<void> {
  const named = { ...shop, name: shop.name.trim(), ownerName: shop.ownerName.trim(), login: shop.login.trim() };
  const refused = await api(openFirstShop, { body: { ...named, token } }).then(
    () => null,
    (problem: unknown) => problem,
  );
  if (refused instanceof ApiProblem && refused.status === 400) throw refused;
  await api(loginStaff, { body: { login: named.login, password: named.password } }).catch((problem: unknown) => {
    throw refused ?? problem;
  });
}

/** Puts the logo on the shop that was just opened. */
export async function hangLogo(file: File): Promise<void> {
  const logo = await uploadPicture(file);
  await api(putSettings, { body: { ...(await api(getSettings)), logo } });
}
