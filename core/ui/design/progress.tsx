import "./progress.css"

/** @param percent 0 to 100 */
export const Progress = ({ percent, label }: { percent: number; label: string }) => (
  <div className="progress">
    <progress value={percent} max={100} aria-label={label} />
    <span className="progress__count">{percent} %</span>
  </div>
)
