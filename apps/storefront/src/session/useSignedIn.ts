import { useEffect, useState } from 'react';
import { onLogin, signedIn } from './token';

/** Whether somebody is signed in; follows every login and the end of one. */
export function useSignedIn(): boolean {
  const [inside, setInside] = useState(signedIn);
  useEffect(() => {
    const look = () => setInside(signedIn());
    look();
    return onLogin(look);
  }, []);
  return inside;
}
