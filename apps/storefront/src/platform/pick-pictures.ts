import Taro from '@tarojs/taro';
import type { PickPictures } from './pick-pictures.types';

export const pickPictures: PickPictures = async (most) => {
  const chosen = await Taro.chooseMedia({ count: most, mediaType: ['image'], sizeType: ['compressed'] }).catch(
    (fault: { errMsg?: string }) => {
      if (/cancel/.test(fault.errMsg ?? '')) return null;
      throw fault;
    },
  );
  return (chosen?.tempFiles ?? []).map(({ tempFilePath }) => ({ file: { filePath: tempFilePath } }));
};
