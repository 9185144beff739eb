import { Tag } from 'antd';
import styles from './review.module.css';
import { FOLD_REASONS, type ReviewRow } from './review-words.ts';

/** What stands in a review: words, pictures, what was added, the answer, and why it is folded or waits. */
export const Said = ({ review }: { review: ReviewRow }) => (
  <div className={`wraps ${styles.said}`}>
    {review.tags.length > 0 && (
      <div>
        {review.tags.map((tag) => (
          <Tag key={tag} variant="filled">
            {tag}
          </Tag>
        ))}
      </div>
    )}
    <span>{review.words || <span className="quiet">没有写文字</span>}</span>
    <Pictures pictures={review.pictures} />
    {review.added && (
      <>
        <span>追评：{review.added.words}</span>
        <Pictures pictures={review.added.pictures} />
      </>
    )}
    {review.reply && <span className="quiet">已回复：{review.reply.words}</span>}
    {review.doubt && <span className={styles.doubt}>{review.doubt}</span>}
    {review.foldReason && (
      <span className="quiet">
        折叠原因：{FOLD_REASONS[review.foldReason]}（{review.foldNote}）
      </span>
    )}
  </div>
);

const Pictures = ({ pictures }: { pictures: string[] }) =>
  pictures.length > 0 ? (
    <div className={styles.pictures}>
      {pictures.map((picture) => (
        <a key={picture} href={picture} target="_blank" rel="noreferrer" aria-label="查看大图">
          <img src={`${picture}?w=360`} alt="评价图片" loading="lazy" />
        </a>
      ))}
    </div>
  ) : null;
