import { common } from '../../../kernel/refusal.ts';
import type { Module, Platform } from '../../../platform/platform.ts';
import { goodsOfRange } from '../../goods/catalog/index.ts';
import * as api from './scope.api.ts';
import { scopeText } from './scope.rules.ts';
import { checkScope } from './scope.service.ts';

export const scope: Module = { name: 'promotion/scope', register };

function register({ http }: Platform): void {
  http.read(api.previewScope, async ({ actor: { tenantId }, body, db }) => {
    const errors = await checkScope(db, tenantId, body.scope);
    if (errors[0]) throw common.BAD_INPUT({ errors }, errors[0].message);
    const { count, titles } = await goodsOfRange(db, tenantId, body.scope);
    return { goods: count, titles, text: scopeText(body.scope) };
  });
}
