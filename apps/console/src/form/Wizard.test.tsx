// @vitest-environment jsdom
import { ApiProblem } from '@jishi/api-client';
import { createCategory as limits } from '@jishi/api-client/limits';
import { Form, Input } from 'antd';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Field } from './Field.tsx';
import { MoneyField } from './MoneyField.tsx';
import { unsentChanges } from './unsent.ts';
import { useEditing } from './useEditing.ts';
import { Wizard } from './Wizard.tsx';

interface Typed {
  name: string;
  offFen: number | null;
}
const PATIENCE_MS = 30_000;
const until = <T,>(fact: () => T): Promise<T> => vi.waitFor(fact, { timeout: PATIENCE_MS / 2, interval: 20 });

let root: Root;
let sent: Typed[];
let refusal: ApiProblem | null;
beforeEach(() => {
  localStorage.clear();
  sent = [];
  refusal = null;
  vi.stubGlobal('scrollTo', () => {});
  vi.stubGlobal('matchMedia', () => ({
    matches: true,
    addListener() {},
    removeListener() {},
    addEventListener() {},
    removeEventListener() {},
  }));
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  Element.prototype.scrollIntoView ??= () => {};
  root = createRoot(document.body.appendChild(document.createElement('div')));
  root.render(<Campaign />);
});
afterEach(() => {
  root.unmount();
  document.body.innerHTML = '';
  vi.unstubAllGlobals();
});

function Campaign() {
  const [form] = Form.useForm<Typed>();
  const editing = useEditing<Typed>({
    form,
    draft: 'campaign.new',
    send: async (typed) => {
      sent.push(typed);
      if (refusal) throw refusal;
    },
  });
  return (
    <Form {...editing.props} initialValues={{ name: '', offFen: null }}>
      <Wizard
        form={form}
        busy={editing.busy}
        okText="发布"
        onDone={() => editing.send(form.getFieldsValue(true))}
        steps={[
          {
            title: '名称',
            fields: ['name'],
            children: (
              <Field<Typed> name="name" limit={limits.name} required="请填写名称">
                <Input />
              </Field>
            ),
          },
          {
            title: '优惠',
            fields: ['offFen'],
            children: <MoneyField<Typed> name="offFen" label="减" limit={{ minimum: 1 }} />,
          },
        ]}
      />
    </Form>
  );
}
const find = <T extends Element>(selector: string): Promise<T> =>
  until(() => {
    const found = document.querySelector<T>(selector);
    if (!found) throw new Error(`no ${selector}`);
    return found;
  });
async function type(selector: string, text: string): Promise<void> {
  const input = await find<HTMLInputElement>(selector);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(input, text);
  input.dispatchEvent(new Event('input', { bubbles: true }));
}
const click = async (selector: string) => (await find<HTMLElement>(selector)).click();
const said = (text: string) => until(() => expect(document.body.textContent).toContain(text));
const shownStep = () => document.querySelector('section:not([hidden])')?.getAttribute('aria-label');

test(
  'nobody comes past a wrong field, three decimals are refused, and what is sent is fen',
  async () => {
    await click('#wizard-next');
    await said('请填写名称');
    expect(shownStep()).toBe('名称');
    await type('#name', '双十一满减');
    await click('#wizard-next');
    await until(() => expect(shownStep()).toBe('优惠'));
    await type('#offFen', '9.999');
    await click('#wizard-done');
    await said('请填写金额，最多两位小数');
    expect(sent).toEqual([]);
    expect(unsentChanges()).toEqual({ any: true, kept: true });
    await type('#offFen', '9.99');
    await click('#wizard-done');
    await until(() => expect(sent).toEqual([{ name: '双十一满减', offFen: 999 }]));
    await until(() => expect(unsentChanges().any).toBe(false));
  },
  PATIENCE_MS,
);

test(
  'a refusal of the server leads to the step of its field, and the changes still count as unsent',
  async () => {
    refusal = new ApiProblem(409, 'NAME_TAKEN', '名称已被使用', {
      type: '',
      title: '',
      status: 409,
      code: 'NAME_TAKEN',
      detail: '名称已被使用',
      requestId: 'r',
      errors: [{ field: 'name', message: '名称已被使用' }],
    });
    await type('#name', '双十一满减');
    await click('#wizard-next');
    await type('#offFen', '9.99');
    await click('#wizard-done');
    await said('名称已被使用');
    await until(() => expect(shownStep()).toBe('名称'));
    expect(unsentChanges().any).toBe(true);
  },
  PATIENCE_MS,
);
