import type { FormInstance } from 'antd';

/**
 * Whether the fields (all of them without `names`) are valid; those that are not show why. antd's own `validateFields` also rejects when a
 * later validation began meanwhile, e.g. of what is being typed, although nothing is wrong.
 */
export async function isValid(form: FormInstance, names?: Array<Array<string | number>>): Promise<boolean> {
  try {
    await (names ? form.validateFields(names) : form.validateFields());
    return true;
  } catch (failure) {
    return (failure as { errorFields?: unknown[] }).errorFields?.length === 0;
  }
}
