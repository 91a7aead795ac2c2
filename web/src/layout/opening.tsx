/** In place of the first screen while the database opens. Quick openings never show it. */
export function Opening() {
  return (
    <div role="status" aria-label="Opening your collection">
      <div className="page-head">
        <div className="bone bone-title" />
      </div>
    </div>
  );
}

export function OpeningShelf() {
  return (
    <div role="status" aria-label="Opening your collection">
      <div className="page-head">
        <div>
          <div className="bone bone-title" />
          <div className="bone bone-subtitle" />
        </div>
      </div>
      <div className="shelf">
        {Array.from({ length: 8 }, (_, place) => (
          <div key={place} className="artist-card">
            <div className="bone bone-sleeve" />
            <div className="bone bone-line" />
            <div className="bone bone-short" />
          </div>
        ))}
      </div>
    </div>
  );
}
