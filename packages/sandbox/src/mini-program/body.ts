import { ApiRefusal } from './refusal.ts';

/** A JSON body as it came; readers give undefined for what is missing and refuse what has another type. */
export class ApiBody {
  readonly #fields: Record<string, unknown>;
  readonly #refuse: (name: string) => ApiRefusal;

  constructor(value: unknown, refuse = (name: string) => new ApiRefusal(47001, `data format error: ${name}`)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ApiRefusal(47001, 'data format error');
    this.#fields = value as Record<string, unknown>;
    this.#refuse = refuse;
  }

  text(name: string): string | undefined {
    return this.#read(name, (value): value is string => typeof value === 'string');
  }

  integer(name: string): number | undefined {
    return this.#read(name, (value): value is number => Number.isSafeInteger(value));
  }

  flag(name: string): boolean | undefined {
    return this.#read(name, (value): value is boolean => typeof value === 'boolean');
  }

  object(name: string): ApiBody | undefined {
    const value = this.#fields[name];
    return value === undefined || value === null ? undefined : new ApiBody(value, this.#refuse);
  }

  list(name: string): ApiBody[] | undefined {
    const value = this.#read(name, (found): found is unknown[] => Array.isArray(found));
    return value?.map((item) => new ApiBody(item, this.#refuse));
  }

  names(): string[] {
    return Object.keys(this.#fields);
  }

  #read<T>(name: string, fits: (value: unknown) => value is T): T | undefined {
    const value = this.#fields[name];
    if (value === undefined || value === null) return undefined;
    if (!fits(value)) throw this.#refuse(name);
    return value;
  }
}
