import type { FormInstance, FormProps } from 'antd';
import type { ReactNode } from 'react';
import { useLeaveGuard } from './unsent.ts';
import { useDraft } from './useDraft.tsx';
import { useSending } from './useSending.ts';

interface EditingOptions<T> {
  form: FormInstance<T>;
  /** Under which the draft is kept, with the version of what is edited in it: `coupon.new`, `coupon.<id>.<version>`. */
  draft: string;
  /** Sends what was typed. What it throws is shown at the fields that the server names; the draft stays until it has succeeded. */
  send: (values: T) => Promise<void>;
  /** Which field shows what the server calls otherwise, e.g. `{ skus: 'matrix' }`. */
  names?: Record<string, string>;
  /** Beside the form's own reaction to changes. */
  onChange?: (changed: Partial<T>) => void;
}
export interface Editing<T> {
  /** Says that a draft was restored; above the form. */
  notice: ReactNode;
  busy: boolean;
  /** Sends without the form's own button; `onFinish` does the same. */
  send: (values: T) => Promise<void>;
  /** Drops the draft and the question before leaving, e.g. when the newest state is loaded. */
  forget: () => void;
  /** For `<Form>`. */
  props: Pick<FormProps<T>, 'form' | 'layout' | 'onFinish' | 'onValuesChange' | 'scrollToFirstError'>;
}

/** A form on a page of its own: keeps a draft, asks before it is left unsent, sends, and shows the server's refusals at their fields. */
export function useEditing<T extends object>({
  form,
  draft: name,
  send,
  names,
  onChange,
}: EditingOptions<T>): Editing<T> {
  const draft = useDraft(name, form as FormInstance);
  const guard = useLeaveGuard(true);
  const forget = () => {
    draft.forget();
    guard.clear();
  };
  const sending = useSending<T>(
    form as FormInstance,
    async (values) => {
      // What follows a success may lead to another page.
      guard.clear();
      try {
        await send(values);
      } catch (problem) {
        guard.touch();
        throw problem;
      }
      forget();
    },
    names,
  );
  return {
    notice: draft.notice,
    busy: sending.busy,
    send: sending.send,
    forget,
    props: {
      form,
      layout: 'vertical',
      onFinish: (values) => void sending.send(values),
      onValuesChange: (changed) => {
        draft.keep();
        guard.touch();
        onChange?.(changed as Partial<T>);
      },
      scrollToFirstError: { block: 'center', focus: true },
    },
  };
}
