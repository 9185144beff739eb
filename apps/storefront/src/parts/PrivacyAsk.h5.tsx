/** Only WeChat holds calls back until the shopper has agreed; in a browser the login asks. */
export const PrivacyAsk = () => null;
