import { Alert, Button, type FormInstance } from 'antd';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { When } from '../parts/When.tsx';
import { type Draft, dropDraft, readDraft, writeDraft } from './drafts.ts';

export interface DraftOfForm {
  /** Says that a draft was restored and offers to discard it; null when there was none. Put it above the form. */
  notice: ReactNode;
  /** Give it to the form's `onValuesChange`; saves what is typed, 400 ms after the last change. */
  keep: () => void;
  /** Call after the form was sent. */
  forget: () => void;
}

/**
 * Keeps what is typed into a form in this browser and restores it when the form opens again. The form must be mounted with its
 * initial values; discarding returns to them. A draft lives a week.
 */
export function useDraft(key: string, form: FormInstance): DraftOfForm {
  const [restored, setRestored] = useState<Draft | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    const draft = readDraft(key, new Date());
    if (draft) form.setFieldsValue(draft.values as Record<string, unknown>);
    setRestored(draft);
    return () => clearTimeout(timer.current);
  }, [key, form]);
  const keep = useCallback(() => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => writeDraft(key, form.getFieldsValue(true), new Date()), 400);
  }, [key, form]);
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    dropDraft(key);
    setRestored(null);
  }, [key]);
  const notice = restored && (
    <Alert
      type="info"
      showIcon
      className="draft-notice"
      title={
        <>
          已恢复 <When at={restored.at} /> 未保存的内容
        </>
      }
      action={
        <Button
          size="small"
          onClick={() => {
            form.resetFields();
            forget();
          }}
        >
          放弃草稿
        </Button>
      }
    />
  );
  return { notice, keep, forget };
}
