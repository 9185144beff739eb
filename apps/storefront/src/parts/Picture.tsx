import { useState } from 'react';
import { Image, View } from './dom';
import './Picture.scss';

interface PictureProps {
  src: string;
  alt?: string;
  className?: string;
  /** Height by width; 1 is a square. */
  ratio?: number;
}
/** A picture whose place is kept before it has come; a calm field when it can't. */
export function Picture({ src, alt = '', className = '', ratio = 1 }: PictureProps) {
  const [failed, setFailed] = useState(false);
  return (
    <View className={`picture ${className}`} style={{ paddingTop: `${ratio * 100}%` }}>
      {src && !failed && <Image className="picture__image" src={src} alt={alt} onFail={() => setFailed(true)} />}
    </View>
  );
}
