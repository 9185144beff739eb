/**
 * What people choose when they must choose something: words at the heart of the passwords that lead every published list of stolen
 * ones, with those of China and of a shop. Digits and signs around such a word do not make it a secret.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `
  abc abcabc abcd abcde abcdef access admin administrator adminadmin alexander alibaba amanda andrew anhui anthony apple asdf asdfgh
  asdfghjkl ashley baby babygirl badoo bailey baobao baobei baseball batman beijing blink bond buster changeme charlie cheese
  chelsea china chocolate chongqing company computer cookie corvette daniel danielle default demo dianpu dongdong dragon
  edward elizabeth enterprise facebook feifei football freedom friend friends fuckyou fuzhou gaoxing george ginger gongsi google
  guangzhou guanliyuan guest hangzhou hannah harley haohao hello hellohello houtai hunter iloveu iloveyou internet jasmine jennifer jessica
  jiangsu jingdong jishi jordan joshua kefu killer lanlan lastlogin letmein letmeinnow linlin liverpool lovely lovelove loveme
  maggie manager mange martin master matrix matthew meimei merchant merlin michael michelle microsoft mingming mobile monkey mustang
  mypassword nanjing nicole ninja office operator orange owner pass passpass password passwords passwort passw passwd patrick peanut pepper
  pinduoduo pokemon princess principal qazwsx qazwsxedc qianqian qqqq qwer qwert qwerty qwertyui qwertyuiop rainbow ranger robert root
  samsung sandra secret secretary server service shanghai shangcheng shangjia shenzhen shadow shop shopkeeper sichuan soccer staff starwars
  store summer sunshine superman superuser support system taobao temp temporary tencent test tester testing testtest thomas tianjin
  tigger tomcat trustno unknown user username welcome wechat weixin whatever william windows winner woaini woaiwo wodemima woshishui
  wuhan xiaoming xiaoxiao xihuan yahoo yingying yuanyuan zhang zhangwei zhejiang zhifu zhifubao zhongguo zxcv zxcvb zxcvbn zxcvbnm
  `
    .trim()
    .split(/\s+/),
);
