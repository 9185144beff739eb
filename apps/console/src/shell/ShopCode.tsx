import { lazy, Suspense } from 'react';

const QRCode = lazy(async () => ({ default: (await import('antd/es/qr-code')).default }));

/** Address of the H5 store: the origin that serves this console. */
export const shopUrl = (): string => `${window.location.origin}/`;

/** QR code of the H5 store; dark on white in every theme, because not every scanner reads the inverse. */
export const ShopCode = ({ size }: { size: number }) => (
  // The library calls it a picture and gives it no name; the component that shows it says what it is.
  <div aria-hidden style={{ width: size, height: size }}>
    <Suspense>
      <QRCode
        value={shopUrl()}
        size={size}
        type="svg"
        color="#101312"
        bgColor="#ffffff"
        marginSize={2}
        bordered={false}
        style={{ padding: 0, borderRadius: 8 }}
      />
    </Suspense>
  </div>
);
