import { type ReactNode, useState } from 'react';
import { Slides, View } from '../platform/elements';
import './Carousel.scss';

interface CarouselProps {
  label: string;
  /** Height by width of a slide. */
  ratio: number;
  everyMs?: number;
  children: ReactNode[];
}
/** Slides with dots that say how many there are and which is seen. */
export function Carousel({ children, ...slides }: CarouselProps) {
  const [at, setAt] = useState(0);
  return (
    <View className="carousel">
      <Slides {...slides} onChange={setAt}>
        {children}
      </Slides>
      {children.length > 1 && (
        <View className="carousel__dots" hidden>
          {children.map((_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: dots are all alike
            <View key={index} className={`carousel__dot ${index === at ? 'carousel__dot--on' : ''}`} />
          ))}
        </View>
      )}
    </View>
  );
}
