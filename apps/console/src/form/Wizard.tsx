import { Button, type FormInstance, Steps } from 'antd';
import { type ReactNode, useState } from 'react';
import css from './form.module.css';
import { isValid } from './isValid.ts';
import { type StepFields, troubledStep } from './steps.ts';

export interface WizardStep extends StepFields {
  title: string;
  children: ReactNode;
}
interface Props {
  form: FormInstance;
  steps: readonly WizardStep[];
  busy: boolean;
  /** What the last button says. */
  okText: string;
  /** Sends; has shown the server's refusals at their fields when it ends (`Editing.send` does). */
  onDone: () => Promise<void>;
  /** Offered beside the other buttons where there is a way back. */
  onCancel?: () => void;
  /** Beside the steps, e.g. what the shopper will see. */
  aside?: ReactNode;
}

/**
 * One form in steps: forward only past valid fields, back at any time, and a refusal of the server leads to the step of its field. Goes
 * inside a `<Form>`; fields of all steps stay mounted, so that one draft and one sending hold them all.
 */
export function Wizard({ form, steps, busy, okText, onDone, onCancel, aside }: Props) {
  const [at, setAt] = useState(0);
  const isLast = at === steps.length - 1;
  const goTo = (step: number) => {
    setAt(step);
    window.scrollTo({ top: 0 });
  };
  const toTrouble = () => {
    const step = troubledStep(steps, form.getFieldsError());
    if (step >= 0) setAt(step);
    return step >= 0;
  };
  const checked = async (upTo: number): Promise<boolean> => {
    const names = form.getFieldsError().map(({ name }) => name);
    const wanted = names.filter((name) =>
      steps.slice(0, upTo + 1).some(({ fields }) => fields.includes(String(name[0]))),
    );
    if (await isValid(form, wanted)) return true;
    toTrouble();
    return false;
  };
  const forward = async (step: number) => {
    if (step <= at || (await checked(step - 1))) goTo(step);
  };
  const finish = async () => {
    if (!(await checked(steps.length - 1))) return;
    await onDone();
    toTrouble();
  };
  return (
    <div className={css.wizard}>
      <Steps
        current={at}
        size="small"
        items={steps.map(({ title }) => ({ title }))}
        onChange={(step) => void forward(step)}
      />
      <div className={aside ? css.wizardWithAside : undefined}>
        <div>
          {steps.map(({ title, children }, step) => (
            <section key={title} hidden={step !== at} className="panel" aria-label={title}>
              {children}
            </section>
          ))}
          <div className={css.wizardFoot}>
            {at > 0 && <Button onClick={() => goTo(at - 1)}>上一步</Button>}
            {isLast ? (
              <Button type="primary" id="wizard-done" loading={busy} onClick={() => void finish()}>
                {okText}
              </Button>
            ) : (
              <Button type="primary" id="wizard-next" onClick={() => void forward(at + 1)}>
                下一步
              </Button>
            )}
            {onCancel && <Button onClick={onCancel}>取消</Button>}
          </div>
        </div>
        {aside && <aside>{aside}</aside>}
      </div>
    </div>
  );
}
