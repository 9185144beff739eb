import { When } from '../../../parts/When.tsx';

interface Props {
  refund: {
    failure: string | null;
    nextTryAt: string | null;
    paidByHand: { note: string; picture: string | null } | null;
  };
}

/** Why the money is not with the shopper yet and when it is tried again, or how the merchant paid it by hand. */
export function Failure({ refund: { failure, nextTryAt, paidByHand } }: Props) {
  if (paidByHand)
    return (
      <span className="quiet">
        线下退款：{paidByHand.note}
        {paidByHand.picture && (
          <>
            {' '}
            <a href={paidByHand.picture} target="_blank" rel="noreferrer">
              凭证
            </a>
          </>
        )}
      </span>
    );
  if (!failure) return null;
  return (
    <span className="refund-failure">
      {failure}
      {nextTryAt && (
        <>
          ，下次 <When at={nextTryAt} />
        </>
      )}
    </span>
  );
}
