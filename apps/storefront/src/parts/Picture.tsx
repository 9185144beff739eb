import { useState } from 'react';
import { Image, View } from '../platform/elements';
import { inWidth, type PictureWidth } from './picture-address';
import './Picture.scss';

interface PictureProps {
  src: string;
  alt?: string;
  className?: string;
  /** Height by width; 1 is a square. */
  ratio?: number;
  /** Pixels that are fetched: twice the width of its place. */
  width?: PictureWidth;
  /** Seen first: fetched at once. */
  eager?: boolean;
}
/** A picture whose place is kept before it has come; a calm field when it can't. */
export function Picture({ src, alt = '', className = '', ratio = 1, width = 360, eager = false }: PictureProps) {
  const [failed, setFailed] = useState<string>();
  return (
    <View className={`picture ${className}`} style={{ paddingTop: `${ratio * 100}%` }}>
      {src && failed !== src && (
        <Image
          className="picture__image"
          src={inWidth(src, width)}
          alt={alt}
          eager={eager}
          onFail={() => setFailed(src)}
        />
      )}
    </View>
  );
}
