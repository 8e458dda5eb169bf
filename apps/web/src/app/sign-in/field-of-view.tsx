/** What the product does, as a picture: many detections, a few suspicious ones, one in sight. */
export function FieldOfView() {
  return (
    <div className="sign-in-view" aria-hidden="true">
      <div className="dots">
        <svg viewBox="0 0 672 420">
          <circle className="suspicious" cx="273" cy="77" r="2.3" />
          <circle className="suspicious" cx="553" cy="357" r="2.3" />
          <circle className="suspicious" cx="217" cy="371" r="2.2" />
          <circle className="in-sight" cx="483" cy="161" r="4.6" />
          <path
            className="frame"
            d="M468 153V146H475M498 153V146H491M498 169V176H491M468 169V176H475"
          />
        </svg>
      </div>
    </div>
  );
}
