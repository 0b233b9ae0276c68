package org.bigsweep.driver.serve;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.bigsweep.driver.report.FigureFeed;
import org.bigsweep.driver.report.Json;
import org.bigsweep.driver.store.AnswerTable;
import org.bigsweep.driver.store.QueryConsole;
import org.bigsweep.driver.store.QueryException;
import org.bigsweep.driver.store.ResultsViews;
import org.bigsweep.util.DaemonThreads;
import org.bigsweep.util.UserException;

/**
 * What only Spark can answer: the console's queries and the figures. Spark starts when the first of
 * them is asked for.
 */
final class SparkAnswers implements AutoCloseable {
  /** The most rows of an answer. */
  static final int MOST_ROWS = 10_000;

  private static final int AT_ONCE = 2;
  private static final int WAITING = 20;

  /** The least time between the end of one drawing of the figures and the next one's begin. */
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final Duration limit;
  private final Runnable news;
  private final AtomicLong names = new AtomicLong();
  private final Map<FollowedFolder, Console> consoles = new ConcurrentHashMap<>();
  private final Map<FollowedFolder, Figures> figures = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor queries =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(WAITING),
          DaemonThreads.named("console"));
  private final ScheduledExecutorService drawing =
      Executors.newSingleThreadScheduledExecutor(DaemonThreads.named("figures"));
  private volatile boolean used;

  /**
   * @param limit the most time of a query
   * @param news called when figures were drawn anew
   */
  SparkAnswers(Duration limit, Runnable news) {
    this.limit = limit;
    this.news = news;
  }

  /** The views of a folder for queries, as they were at a version of it. */
  private final class Console {
    private final FollowedFolder folder;
    private Optional<QueryConsole> console = Optional.empty();
    private long version;

    Console(FollowedFolder folder) {
      this.folder = folder;
    }

    synchronized QueryConsole current() {
      used = true;
      long now = folder.snapshot().version();
      if (console.isEmpty()) {
        console = Optional.of(QueryConsole.over(folder.folder()));
      } else if (now != version) {
        console.get().refresh();
      }
      version = now;
      return console.get();
    }

    synchronized void forget() {
      version = -1;
    }
  }

  /** A query that was asked. Whoever asked waits a little again and again, and may give up. */
  final class Query {
    private final String name = "console-" + names.incrementAndGet();
    private final Future<AnswerTable> answer;
    private volatile Optional<QueryConsole> views = Optional.empty();
    private volatile long begun;
    private volatile boolean abandoned;

    private Query(FollowedFolder folder, String sql) {
      answer = queries.submit(() -> ask(folder, sql));
    }

    private AnswerTable ask(FollowedFolder folder, String sql) {
      Console console = consoles.computeIfAbsent(folder, Console::new);
      QueryConsole current = console.current();
      views = Optional.of(current);
      begun = System.nanoTime();
      if (abandoned) {
        throw new UserException("Cannot answer the query: it was cancelled");
      }
      try {
        return current.answer(name, sql, MOST_ROWS);
      } catch (QueryException e) {
        if (!e.concernsFiles()) {
          throw e;
        }
        // files may have been merged or removed since the views were made
        console.forget();
        return console.current().answer(name, sql, MOST_ROWS);
      }
    }

    /**
     * The answer, or empty if it is not there within {@code wait}.
     *
     * @throws UserException if the query is wrong or took too long
     */
    Optional<AnswerTable> await(Duration wait) throws InterruptedException {
      try {
        return Optional.of(answer.get(wait.toMillis(), TimeUnit.MILLISECONDS));
      } catch (TimeoutException e) {
        if (begun != 0 && System.nanoTime() - begun > limit.toNanos()) {
          cancel();
          throw new UserException(
              "Cannot answer the query: it took longer than " + limit.toSeconds() + " s");
        }
        return Optional.empty();
      } catch (ExecutionException e) {
        if (e.getCause() instanceof UserException user) {
          throw user;
        }
        throw new UserException("Cannot answer the query: " + e.getCause());
      }
    }

    /** Stops the query; nobody waits for it any longer. */
    void cancel() {
      abandoned = true; // said before the views are looked at, which the query sets before it asks
      answer.cancel(false);
      views.ifPresent(asked -> asked.cancel(name));
    }
  }

  /**
   * Asks a query.
   *
   * @throws UserException if too many wait already
   */
  Query ask(FollowedFolder folder, String sql) {
    try {
      return new Query(folder, sql);
    } catch (RejectedExecutionException e) {
      throw new UserException(
          "Cannot answer the query: " + (AT_ONCE + WAITING) + " others are waiting; try again");
    }
  }

  /** The figures of a folder, drawn anew when somebody asks and trials have come since. */
  private final class Figures {
    private final FollowedFolder folder;
    private Optional<ResultsViews> views = Optional.empty();
    private final CompletableFuture<String> first = new CompletableFuture<>();
    private boolean drawing;
    private long version = -1;
    private long edition;
    private long ended;
    private long taken;
    private String drawn = "";

    Figures(FollowedFolder folder) {
      this.folder = folder;
    }

    synchronized CompletableFuture<String> current() {
      if (!drawing && version != folder.snapshot().version()) {
        drawing = true;
        long pause = FolderWatch.rest(Duration.ofNanos(taken), PAUSE, LONGEST_PAUSE).toNanos();
        long wait = edition == 0 ? 0 : Math.max(0, ended + pause - System.nanoTime());
        var unused = SparkAnswers.this.drawing.schedule(this::draw, wait, TimeUnit.NANOSECONDS);
      }
      return edition == 0 ? first : CompletableFuture.completedFuture(drawn);
    }

    synchronized long edition() {
      return edition;
    }

    private void draw() {
      long begun = System.nanoTime();
      long now = folder.snapshot().version();
      Map<String, Object> answer = new LinkedHashMap<>();
      boolean whole = false;
      try {
        used = true;
        if (views.isEmpty()) {
          views = Optional.of(ResultsViews.apart(folder.folder()));
        } else {
          views.get().refresh();
        }
        FigureFeed.Feed feed = FigureFeed.of(views.get());
        answer.put("figures", feed.figures());
        answer.put("gaps", feed.gaps());
        whole = true;
      } catch (UserException e) {
        answer.put("error", e.getMessage());
      } catch (RuntimeException e) {
        answer.put("error", "Cannot draw the figures of " + folder.folder() + ": " + e);
      }
      synchronized (this) {
        drawing = false;
        version = whole ? now : -1; // files may have been merged meanwhile: the next reader retries
        edition++;
        ended = System.nanoTime();
        taken = ended - begun;
        answer.put("version", now);
        drawn = Json.of(answer);
        first.complete(drawn);
      }
      news.run();
    }
  }

  /** JSON of the figures as they are drawn now; the first time, as soon as they are. */
  CompletableFuture<String> figures(FollowedFolder folder) {
    return figures.computeIfAbsent(folder, Figures::new).current();
  }

  /** How often the figures of a folder were drawn. */
  long figuresEdition(FollowedFolder folder) {
    return Optional.ofNullable(figures.get(folder)).map(Figures::edition).orElse(0L);
  }

  @Override
  public void close() {
    queries.shutdownNow();
    drawing.shutdownNow();
    if (used) {
      ResultsViews.stopSpark();
    }
  }

  /** An answer as a value for JSON. */
  static Map<String, Object> json(AnswerTable answer) {
    List<List<Object>> rows =
        answer.rows().stream()
            .map(row -> row.values().stream().map(QueryConsole::plain).toList())
            .toList();
    return Map.of("columns", answer.columns(), "rows", rows, "cut", answer.isCut());
  }
}
