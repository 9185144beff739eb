import type { PhonePort } from './phone.types';

export const PhoneButton: PhonePort['PhoneButton'] = null;
({ PhoneButton }) satisfies PhonePort;
