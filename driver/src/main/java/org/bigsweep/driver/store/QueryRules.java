package org.bigsweep.driver.store;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.catalyst.analysis.UnresolvedFunction;
import org.apache.spark.sql.catalyst.analysis.UnresolvedGenerator;
import org.apache.spark.sql.catalyst.analysis.UnresolvedRelation;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.catalyst.plans.logical.SubqueryAlias;
import org.apache.spark.sql.catalyst.plans.logical.UnresolvedWith;
import org.apache.spark.sql.catalyst.trees.TreeNode;
import scala.Product;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The rules for a query from somebody who may read the views and nothing else. They look at the
 * plan that Spark's parser makes of the query, not at its text. Every node of the plan must be of a
 * kind that is listed here; so what a later Spark adds is refused until somebody lists it.
 */
final class QueryRules {
  private static final Set<String> PLANS =
      words(
          """
          Aggregate Distinct Except Filter Generate GlobalLimit Intersect Join LateralJoin
          LocalLimit LocalRelation Offset OneRowRelation Pivot Project Sample Sort SubqueryAlias
          Union UnresolvedHaving UnresolvedInlineTable UnresolvedRelation
          UnresolvedSubqueryColumnAliases UnresolvedWith Unpivot WithWindowDefinition
          """);

  private static final Set<String> EXPRESSIONS =
      words(
          """
          Add Alias And AttributeReference Between BitwiseAnd BitwiseNot BitwiseOr BitwiseXor
          CaseWhen Cast Concat CreateNamedStruct CreateStruct Cube CurrentDate CurrentRow
          CurrentTimestamp Divide EqualNullSafe EqualTo Exists GreaterThan GreaterThanOrEqual
          GroupingSets ILike In InSubquery IntegralDivide IsNotNull IsNull LambdaFunction LessThan
          LessThanOrEqual Like LikeAll LikeAny ListQuery Literal Lower MultiAlias Multiply Not
          NotLikeAll NotLikeAny Or Remainder Rollup ScalarSubquery SortOrder SpecifiedWindowFrame
          Subtract UnaryMinus UnaryPositive UnboundedFollowing UnboundedPreceding UnresolvedAlias
          UnresolvedAttribute UnresolvedExtractValue UnresolvedFunction UnresolvedGenerator
          UnresolvedNamedLambdaVariable UnresolvedOrdinal UnresolvedStar
          UnresolvedStarExceptOrReplace UnresolvedWindowExpression UnspecifiedFrame
          WindowExpression WindowSpecDefinition WindowSpecReference
          """);

  /**
   * Functions of their arguments alone, whose answers are no larger than these. Regular expressions
   * are not among them: nothing interrupts one that backtracks.
   */
  private static final Set<String> FUNCTIONS =
      words(
          """
          any any_value approx_count_distinct approx_percentile avg bool_and bool_or corr count
          count_if covar_pop covar_samp every first first_value grouping grouping_id kurtosis last
          last_value max max_by mean median min min_by mode percentile percentile_approx
          regr_count regr_intercept regr_r2 regr_slope skewness some std stddev stddev_pop
          stddev_samp sum try_avg try_sum var_pop var_samp variance cume_dist dense_rank lag lead
          nth_value ntile percent_rank rank row_number abs acos asin atan atan2 bround cbrt ceil
          ceiling cos cosh degrees div e exp expm1 floor greatest hypot isnan isnotnull isnull
          least ln log log10 log1p log2 mod nanvl negative pi pmod positive pow power radians
          round sign signum sin sinh sqrt tan tanh try_add try_divide try_multiply try_subtract
          width_bucket between coalesce decode if ifnull nullif nullifzero nvl nvl2 zeroifnull
          typeof btrim char_length character_length concat concat_ws contains endswith initcap
          instr lcase left length locate lower ltrim position replace reverse right rtrim
          split_part startswith substr substring trim ucase upper array array_contains cardinality
          element_at explode map_contains_key map_entries map_keys map_values named_struct
          posexplode size sort_array struct bigint boolean cast date double float int smallint
          string timestamp tinyint current_date current_timestamp date_add date_diff date_format
          date_sub date_trunc datediff day dayofmonth dayofweek dayofyear from_unixtime hour
          minute month now second timestampdiff to_date to_timestamp trunc unix_millis
          unix_seconds unix_timestamp weekofyear year
          """);

  private static final String CATALYST = "org.apache.spark.sql.catalyst.";

  private final Set<String> views;
  private final Set<String> named = new HashSet<>();

  private QueryRules(Set<String> views) {
    this.views = views;
  }

  private static Set<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Checks a parsed query.
   *
   * @param views the names that it may read
   * @throws QueryException if it does anything but read them
   */
  static void check(LogicalPlan plan, Set<String> views) {
    QueryRules rules = new QueryRules(views);
    rules.collectNames(plan);
    rules.visit(plan);
  }

  /** Collects the names that the query itself defines by {@code WITH}. */
  private void collectNames(Object part) {
    if (part instanceof UnresolvedWith with) {
      CollectionConverters.asJava(with.cteRelations()).forEach(this::collectAlias);
    }
    parts(part).forEach(this::collectNames);
  }

  private void collectAlias(Product relation) {
    CollectionConverters.asJava(relation.productIterator())
        .forEachRemaining(
            part -> {
              if (part instanceof SubqueryAlias alias) {
                named.add(alias.alias().toLowerCase(Locale.ROOT));
              }
            });
  }

  private void visit(Object part) {
    if (part instanceof TreeNode<?> node) {
      check(node);
    }
    parts(part).forEach(this::visit);
  }

  /** What a value holds that may hold nodes: every field of a node, and what is in collections. */
  private static Stream<Object> parts(Object value) {
    if (value instanceof Iterable<?> all) {
      return CollectionConverters.asJava(all.iterator().toList()).stream().map(Object.class::cast);
    }
    if (value instanceof Product product) {
      return CollectionConverters.asJava(product.productIterator().toList()).stream();
    }
    return Stream.empty();
  }

  private void check(TreeNode<?> node) {
    String kind = node.getClass().getSimpleName().replace("$", "");
    Set<String> known = node instanceof LogicalPlan ? PLANS : EXPRESSIONS;
    if (!known.contains(kind) || !node.getClass().getName().startsWith(CATALYST)) {
      throw refused(kind, "a query over the views: no command, no hint, no table function");
    }
    if (node instanceof UnresolvedRelation relation) {
      check(relation);
    } else if (node instanceof UnresolvedFunction function) {
      function(CollectionConverters.asJava(function.nameParts()));
    } else if (node instanceof UnresolvedGenerator generator) {
      function(List.of(generator.name().unquotedString()));
    }
  }

  private void check(UnresolvedRelation relation) {
    List<String> name = CollectionConverters.asJava(relation.multipartIdentifier());
    String alone = name.get(0).toLowerCase(Locale.ROOT);
    boolean known = name.size() == 1 && (views.contains(alone) || named.contains(alone));
    if (!known || relation.isStreaming() || !relation.options().isEmpty()) {
      throw refused(
          "table " + String.join(".", name),
          "one of " + views.stream().sorted().collect(Collectors.joining(", ")));
    }
  }

  private static void function(List<String> name) {
    if (name.size() != 1 || !FUNCTIONS.contains(name.get(0).toLowerCase(Locale.ROOT))) {
      throw refused(
          "function " + String.join(".", name),
          "one that the console knows, such as avg, count or round; bigsweep sql has all of them");
    }
  }

  private static QueryException refused(String what, String requirement) {
    return QueryException.refused(what, requirement);
  }
}
