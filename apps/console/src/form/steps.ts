type Path = ReadonlyArray<string | number>;
export interface StepFields {
  /** First words of the names of the fields that stand in it. */
  fields: readonly string[];
}
interface FieldErrors {
  name: Path;
  errors: readonly string[];
}

/** The first step that holds a field with an error; -1 without one. */
export const troubledStep = (steps: readonly StepFields[], fields: readonly FieldErrors[]): number =>
  steps.findIndex((step) =>
    fields.some(({ name, errors }) => errors.length > 0 && step.fields.includes(String(name[0]))),
  );
