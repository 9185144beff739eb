import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';

dayjs.locale('zh-cn');

/** The library of the date pickers, speaking Chinese. Loaded with the first picker, and not with the frame. */
export { dayjs };
