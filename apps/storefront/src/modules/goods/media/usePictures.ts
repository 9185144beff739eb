import { asProblem } from '@jishi/api-client';
import { uploadShopperPicture } from '@jishi/api-client/shop';
import { useState } from 'react';
import { api } from '../../../api/client';
import { toast } from '../../../parts/toast';
import { pickPictures } from '../../../platform/pick-pictures';

/** Pictures that a shopper adds to what they write: those that came, and how many are on their way. */
export function usePictures(most: number, onChange?: (pictures: string[]) => void) {
  const [pictures, setPictures] = useState<string[]>([]);
  const [coming, setComing] = useState(0);
  const keep = (now: string[]): void => {
    setPictures(now);
    onChange?.(now);
  };
  const add = async (): Promise<void> => {
    const picked = await pickPictures(most - pictures.length).catch(() => []);
    let kept = pictures;
    setComing(picked.length);
    // One after another: a phone's line is narrow, and each one that came stays.
    for (const one of picked) {
      try {
        const { url } = await api(uploadShopperPicture, one);
        if (!kept.includes(url)) kept = [...kept, url];
        keep(kept);
      } catch (error) {
        toast(asProblem(error).message);
      }
      setComing((n) => n - 1);
    }
  };
  const remove = (picture: string): void => keep(pictures.filter((one) => one !== picture));
  return { pictures, coming, add, remove };
}
