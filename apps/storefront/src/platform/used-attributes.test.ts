import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type JSXAttributeItem, parseSync, Visitor } from 'oxc-parser';
import { expect, test } from 'vitest';
import { leaner } from '../../config/lean-templates';
import { COMMON, USED } from '../../config/used-attributes';

const FOLDER = import.meta.dirname;
const dashed = (name: string): string => name.replace(/\B[A-Z]/g, '-$&').toLowerCase();
const ATTRIBUTES: Record<string, string> = {
  className: 'class',
  onClick: 'bindtap',
  catchMove: 'catchtouchmove',
  // Of React, not of the element.
  key: 'id',
};
/** WeChat's name of a property of Taro's component. */
const attributeOf = (property: string): string =>
  ATTRIBUTES[property] ?? (/^on[A-Z]/.test(property) ? `bind${property.slice(2).toLowerCase()}` : dashed(property));

/** What the mini program's twins give to Taro's components, as `image lazy-load`. */
function given(): string[] {
  const found: string[] = [];
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith('.tsx') && !name.includes('.h5.'))) {
    const { program } = parseSync(file, readFileSync(path.join(FOLDER, file), 'utf8'));
    const elements = new Map<string, string>();
    new Visitor({
      ImportDeclaration({ source, specifiers }) {
        if (source.value !== '@tarojs/components') return;
        for (const one of specifiers)
          if (one.type === 'ImportSpecifier' && one.imported.type === 'Identifier')
            elements.set(one.local.name, dashed(one.imported.name));
      },
    }).visit(program);
    new Visitor({
      JSXOpeningElement({ name, attributes }) {
        const element = name.type === 'JSXIdentifier' && elements.get(name.name);
        if (element) for (const one of attributes.flatMap(namesIn)) found.push(`${element} ${attributeOf(one)}`);
      },
    }).visit(program);
  }
  return found;
}
/** An attribute's name, or the names in an object that is spread: `{...(alt ? { ariaLabel: alt } : {})}`. */
function namesIn(attribute: JSXAttributeItem): string[] {
  if (attribute.type === 'JSXAttribute') return attribute.name.type === 'JSXIdentifier' ? [attribute.name.name] : [];
  const { argument } = attribute;
  const value = argument.type === 'ParenthesizedExpression' ? argument.expression : argument;
  const objects = value.type === 'ConditionalExpression' ? [value.consequent, value.alternate] : [value];
  return objects.flatMap((object) =>
    object.type === 'ObjectExpression'
      ? object.properties.flatMap((one) =>
          one.type === 'Property' && one.key.type === 'Identifier' ? [one.key.name] : [],
        )
      : [],
  );
}

test('every property that the mini program’s elements are given has its place in the templates', () => {
  const asked = given();
  expect(asked).toContain('image lazy-load');
  expect(asked).toContain('image bindload');
  const missing = asked.filter((one) => {
    const [element = '', attribute = ''] = one.split(' ');
    // WeChat's templates of Taro have no place for the words of screen readers.
    return !attribute.startsWith('aria-') && ![...COMMON, ...(USED[element] ?? [])].includes(attribute);
  });
  expect(missing).toEqual([]);
});

test('what no element uses is left out of the templates, everything else stays as it was', () => {
  const children = '<template is="{{xs.a(c)}}" wx:for="{{i.cn}}" wx:key="sid"/>';
  expect(leaner(`<view hover-class="{{i.p1||'none'}}" class="{{i.cl}}" bindtap="eh">${children}</view>`)).toBe(
    `<view class="{{i.cl}}" bindtap="eh">${children}</view>`,
  );
  expect(leaner('<swiper autoplay="{{i.p0}}" vertical="{{i.p25}}"></swiper>')).toBe(
    '<swiper autoplay="{{i.p0}}"></swiper>',
  );
});
