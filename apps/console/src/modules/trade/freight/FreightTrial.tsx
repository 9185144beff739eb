import { previewFreight } from '@jishi/api-client/admin';
import { useAsk } from '@jishi/api-client/react';
import { Alert, Form, InputNumber } from 'antd';
import { useState } from 'react';
import beside from '../../../form/Beside.module.css';
import { YuanInput } from '../../../form/YuanInput.tsx';
import { yuanText } from '../../../parts/money.ts';
import { ProblemAlert } from '../../../parts/ProblemAlert.tsx';
import { type FreightDraft, termsOf, WAYS } from './freight-form.ts';
import { RegionSelect } from './RegionSelect.tsx';

/** What an order would be charged by the template as it is typed, computed by the server. */
export function FreightTrial({ draft }: { draft: FreightDraft }) {
  const [region, setRegion] = useState<string | null>('330000');
  const [pieces, setPieces] = useState(2);
  const [each, setEach] = useState(1);
  const [goodsFen, setGoodsFen] = useState<number | null>(9900);
  const { by } = draft.terms;
  const { unit, scale, digits } = WAYS[by];
  const found = useAsk(
    previewFreight,
    {
      body: {
        terms: termsOf(draft),
        regionCode: region,
        pieces,
        unitsEach: by === 'piece' ? 1 : Math.round(each * scale),
        goodsFen: goodsFen ?? 0,
      },
    },
    { keep: true },
  );
  return (
    <aside className={`panel ${beside.aside}`} aria-label="试算">
      <h2>试算</h2>
      <Form layout="vertical" component="div">
        <Form.Item label="送到">
          <RegionSelect label="试算送到哪里" value={region} onChange={setRegion} placeholder="其他地区" />
        </Form.Item>
        <div className="fields">
          <Form.Item label="件数">
            <InputNumber
              aria-label="试算件数"
              min={1}
              max={9999}
              precision={0}
              value={pieces}
              onChange={(n) => setPieces(n ?? 1)}
              style={{ width: '100%' }}
            />
          </Form.Item>
          {by !== 'piece' && (
            <Form.Item label={`每件（${unit}）`}>
              <InputNumber
                aria-label="试算每件的量"
                min={0}
                precision={digits}
                value={each}
                onChange={(n) => setEach(n ?? 0)}
                style={{ width: '100%' }}
              />
            </Form.Item>
          )}
          <Form.Item label="优惠后的商品金额">
            <YuanInput aria-label="试算商品金额" value={goodsFen} onChange={setGoodsFen} />
          </Form.Item>
        </div>
      </Form>
      {found.error && <ProblemAlert problem={found.error} onRetry={found.refetch} />}
      {found.data && <Answer answer={found.data} />}
      <p className="quiet" style={{ marginTop: 12 }}>
        一单里有几个模板的商品时：首费只收最高的一笔，其余商品按各自模板的续费计算。
      </p>
    </aside>
  );
}

type Found = NonNullable<ReturnType<typeof useAsk<'previewFreight'>>['data']>;
const Answer = ({ answer: { unsent, freightFen, oneMoreFen, words } }: { answer: Found }) =>
  unsent !== null ? (
    <Alert type="warning" showIcon title={unsent} />
  ) : (
    <div id="freight-trial">
      <p>
        运费 <strong>{freightFen ? yuanText(freightFen) : '¥0.00（包邮）'}</strong>
        {oneMoreFen ? (
          <span className="quiet">
            {' '}
            · 再买 1 件{oneMoreFen > 0 ? `加 ${yuanText(oneMoreFen)}` : `少 ${yuanText(-oneMoreFen)}`}
          </span>
        ) : null}
      </p>
      <ul className={beside.lines}>
        {words.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  );
