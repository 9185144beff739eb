import { DeleteOutlined, LoadingOutlined, PictureOutlined } from '@ant-design/icons';
import { Button, ConfigProvider } from 'antd';
import { useState } from 'react';
import { tellProblem } from '../../../parts/ask.ts';
import { Thumbnail } from '../../../parts/Thumbnail.tsx';
import { uploadPicture } from '../media/pictures.ts';
import css from './matrix.module.css';
import { pictureOf, type SkuDraft, type SpecAxis, withPicture } from './spec-matrix.ts';

interface Props {
  /** The first one, e.g. 颜色. */
  axis: SpecAxis;
  skus: SkuDraft[];
  onChange: (next: (skus: SkuDraft[]) => SkuDraft[]) => void;
}

/** A picture for each value of the first axis: shoppers see it when they choose the colour. Without one they see the cover. */
export function SpecPictures({ axis, skus, onChange }: Props) {
  return (
    <fieldset className={css.pictures}>
      <legend className={css.legend}>每种{axis.name || '规格'}的图片，不传则用封面</legend>
      {axis.values.map((value) => (
        <ValuePicture
          key={value}
          value={value}
          picture={pictureOf(skus, value)}
          onChange={(picture) => onChange((all) => withPicture(all, value, picture))}
        />
      ))}
    </fieldset>
  );
}

interface ValueProps {
  value: string;
  picture: string | null;
  onChange: (picture: string | null) => void;
}
function ValuePicture({ value, picture, onChange }: ValueProps) {
  const [busy, setBusy] = useState(false);
  const fixed = ConfigProvider.useConfig().componentDisabled;
  const upload = async (file: File | undefined) => {
    if (!file) return;
    setBusy(true);
    try {
      onChange(await uploadPicture(file));
    } catch (problem) {
      tellProblem(problem);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={css.value}>
      <label className={css.slot}>
        {busy ? <LoadingOutlined /> : picture ? <Thumbnail src={picture} size={54} /> : <PictureOutlined />}
        <input
          type="file"
          accept="image/*"
          disabled={fixed || busy}
          aria-label={`${value} 的图片`}
          onChange={(event) => {
            void upload(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </label>
      <span className={css.name}>{value}</span>
      {picture && !fixed && (
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined />}
          aria-label={`去掉 ${value} 的图片`}
          onClick={() => onChange(null)}
        />
      )}
    </div>
  );
}
