import { createFreightTemplate, updateFreightTemplate } from '@jishi/api-client/admin';
import { createFreightTemplate as limits } from '@jishi/api-client/limits';
import { useChanges } from '@jishi/api-client/react';
import { Button, Form, Input, Radio } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import beside from '../../../form/Beside.module.css';
import { Field } from '../../../form/Field.tsx';
import { MoneyField } from '../../../form/MoneyField.tsx';
import { useEditing } from '../../../form/useEditing.ts';
import { useLater } from '../../../form/useLater.ts';
import { tell } from '../../../parts/ask.ts';
import { useStaff } from '../../../session.tsx';
import { ChargeFields } from './ChargeFields.tsx';
import { FreightTrial } from './FreightTrial.tsx';
import { type FreightDraft, newCharge, type Template, termsOf, WAYS, type Way } from './freight-form.ts';
import { RegionsSelect } from './RegionSelect.tsx';

/** A template beside a trial of it: what an order would be charged before anything is saved. */
export function FreightEditor({ template, start }: { template: Template | null; start: FreightDraft }) {
  const [form] = Form.useForm<FreightDraft>();
  const [shown, setShown] = useState(start);
  const later = useLater(setShown);
  const { can } = useStaff();
  const navigate = useNavigate();
  const change = useChanges();
  const editing = useEditing<FreightDraft>({
    form,
    draft: template ? `freight.${template.id}.${template.version}` : 'freight.new',
    send: async () => {
      const typed = form.getFieldsValue(true) as FreightDraft;
      const body = { name: typed.name, terms: termsOf(typed) };
      if (template)
        await change(updateFreightTemplate, {
          path: { id: template.id },
          body: { ...body, version: template.version },
        });
      else await change(createFreightTemplate, { body });
      tell('运费模板已保存，新订单立即按它计算');
      void navigate('/settings/freight');
    },
    names: { terms: 'name' },
  });
  const mayWrite = can('settings:write');
  return (
    <div className={beside.columns}>
      <div>
        {editing.notice}
        <Form
          {...editing.props}
          disabled={!mayWrite}
          initialValues={start}
          onValuesChange={(changed, all) => {
            editing.props.onValuesChange?.(changed, all);
            later(form.getFieldsValue(true) as FreightDraft);
          }}
        >
          <BasicFields onWay={(by) => turnWay(form, by)} />
          <ZoneFields />
          <FarFields />
          {mayWrite && (
            <Button type="primary" htmlType="submit" id="freight-save" loading={editing.busy} style={{ marginTop: 16 }}>
              保存模板
            </Button>
          )}
        </Form>
      </div>
      <FreightTrial draft={shown} />
    </div>
  );
}

/** Pieces are no kilograms: what was typed for one way means nothing for another. */
function turnWay(form: ReturnType<typeof Form.useForm<FreightDraft>>[0], by: Way): void {
  const { firstUnits, moreUnits } = newCharge(by);
  const { terms } = form.getFieldsValue(true) as FreightDraft;
  form.setFieldsValue({
    terms: {
      ...terms,
      by,
      rest: { ...terms.rest, firstUnits, moreUnits },
      zones: terms.zones.map((zone) => ({ ...zone, firstUnits, moreUnits })),
    },
  });
}

const BasicFields = ({ onWay }: { onWay: (by: Way) => void }) => (
  <section className="panel">
    <h2>计费</h2>
    <Field name="name" label="模板名称" limit={limits.name} required="请填写模板名称">
      <Input placeholder="例如：普通快递" showCount />
    </Field>
    <Form.Item
      name={['terms', 'by']}
      label="计费方式"
      extra="没有填重量或体积的规格，每件按一份首费的量计，不会变成免运费"
    >
      <Radio.Group
        optionType="button"
        options={Object.entries(WAYS).map(([value, { label }]) => ({ value, label }))}
        onChange={(event) => onWay(event.target.value as Way)}
      />
    </Form.Item>
    <h3>除指定地区外的全国各地</h3>
    <ChargeFields at={['terms', 'rest']} path={['terms', 'rest']} />
  </section>
);

const ZoneFields = () => (
  <section className="panel" style={{ marginTop: 16 }}>
    <h2>指定地区的运费</h2>
    <p className="quiet">越小的地区越优先：同时写了浙江省和杭州市，杭州按杭州的算。</p>
    <Form.List name={['terms', 'zones']}>
      {(zones, { add, remove }) => (
        <>
          {zones.map(({ key, name }, n) => (
            <fieldset key={key} className="freight-zone">
              <Form.Item
                name={[name, 'regions']}
                label={`地区 ${n + 1}`}
                rules={[{ required: true, type: 'array', min: 1, message: '请选择地区，或删除这一条' }]}
              >
                <RegionsSelect label={`第 ${n + 1} 条的地区`} placeholder="选择省、市或区县" />
              </Form.Item>
              <ChargeFields at={[name]} path={['terms', 'zones', name]} />
              <Button danger type="text" size="small" onClick={() => remove(name)}>
                删除这一条
              </Button>
            </fieldset>
          ))}
          <ZoneAdder add={add} />
        </>
      )}
    </Form.List>
  </section>
);

function ZoneAdder({ add }: { add: (zone: object) => void }) {
  const form = Form.useFormInstance<FreightDraft>();
  const by = (Form.useWatch(['terms', 'by'], { preserve: true }) as Way | undefined) ?? 'piece';
  const rest = () => (form.getFieldValue(['terms', 'rest']) as object | undefined) ?? newCharge(by);
  return (
    <Button id="freight-zone-add" onClick={() => add({ ...rest(), regions: [] })}>
      添加地区
    </Button>
  );
}

const FarFields = () => (
  <section className="panel" style={{ marginTop: 16 }}>
    <h2>偏远附加费与不配送</h2>
    <Form.List name={['terms', 'surcharges']}>
      {(rows, { add, remove }) => (
        <>
          {rows.map(({ key, name }, n) => (
            <div key={key} className="freight-far">
              <Form.Item
                name={[name, 'regions']}
                label="附加费地区"
                rules={[{ required: true, type: 'array', min: 1, message: '请选择地区，或删除这一条' }]}
              >
                <RegionsSelect label={`附加费 ${n + 1} 的地区`} placeholder="例如 西藏、青海" />
              </Form.Item>
              <MoneyField
                name={[name, 'fen']}
                label="每单加收"
                limit={limits.terms.surcharges.items.fen}
                required="请填写金额"
              />
              <Button danger type="text" size="small" onClick={() => remove(name)}>
                删除
              </Button>
            </div>
          ))}
          <Form.Item extra="每单只加一次，包邮的订单也加收">
            <Button onClick={() => add({ regions: [] })}>添加附加费</Button>
          </Form.Item>
        </>
      )}
    </Form.List>
    <Form.Item name={['terms', 'unsent', 'regions']} label="不配送的地区">
      <RegionsSelect label="不配送的地区" placeholder="不设：全国都发" />
    </Form.Item>
    <Field
      name={['terms', 'unsent', 'reason']}
      label="对顾客说的原因"
      extra="显示在商品页和结算页；不填：该商品暂不支持配送到所选地区"
      limit={limits.terms.unsent.reason}
    >
      <Input placeholder="例如：新疆路途较远，暂不发货" />
    </Field>
  </section>
);
