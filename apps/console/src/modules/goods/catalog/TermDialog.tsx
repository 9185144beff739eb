import { putTerms as limits } from '@jishi/api-client/limits';
import { Form, Input, Modal } from 'antd';
import { Field } from '../../../form/Field.tsx';
import { PictureList } from '../media/PictureList.tsx';
import { KINDS, type Term, type TermKind } from './terms.ts';

export type TermDraft = Omit<Term, 'id'> & { id?: string };
interface Props {
  kind: TermKind;
  term: TermDraft;
  busy: boolean;
  onSave: (term: TermDraft) => void;
  onClose: () => void;
}
/** A unit stands behind a number; the server takes longer names for the others. */
const LONGEST_UNIT = 6;

export function TermDialog({ kind, term, busy, onSave, onClose }: Props) {
  const [form] = Form.useForm<{ name: string; note: string; pictures: string[] }>();
  const words = KINDS[kind];
  const longest = kind === 'unit' ? LONGEST_UNIT : kind === 'service' ? 20 : 30;
  return (
    <Modal
      open
      title={`${term.id ? '编辑' : '添加'}${words.name}`}
      okText="保存"
      confirmLoading={busy}
      onOk={form.submit}
      onCancel={onClose}
    >
      <Form
        form={form}
        layout="vertical"
        initialValues={{ name: term.name, note: term.note, pictures: term.picture ? [term.picture] : [] }}
        onFinish={({ name, note = '', pictures = [] }) =>
          onSave({
            ...(term.id && { id: term.id }),
            name: name.trim(),
            note: note.trim(),
            picture: pictures[0] ?? null,
          })
        }
      >
        <Field name="name" label="名称" limit={limits.items.items.name} required="请填写名称">
          <Input autoFocus showCount maxLength={longest} />
        </Field>
        {words.note && (
          <Field name="note" label={words.note} limit={limits.items.items.note}>
            <Input.TextArea showCount autoSize={{ minRows: 2 }} placeholder={words.noteHint} />
          </Field>
        )}
        {kind === 'brand' && (
          <Form.Item name="pictures" label="标志">
            <PictureList max={1} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
