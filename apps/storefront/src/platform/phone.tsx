import { Button } from '@tarojs/components';
import type { PhoneButtonProps, PhonePort } from './phone.types';

const DENIED = /deny|cancel/;

export const PhoneButton = ({ id, className, onCode, onNone, children }: PhoneButtonProps) => (
  <Button
    id={id}
    className={className}
    openType="getPhoneNumber"
    onGetPhoneNumber={({ detail }) => {
      if (detail.code) onCode(detail.code);
      else onNone(DENIED.test(detail.errMsg) ? null : '没有读到手机号，请稍后重试');
    }}
  >
    {children}
  </Button>
);
({ PhoneButton }) satisfies PhonePort;
