package io.tamiyo.jobs.evolution;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.ReferencedClassObject;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.tamiyo.operators.state.VersionedSerializer;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * What the operators keep in state, as lines of text: the components of every record that a class
 * with a state descriptor names, and of the records in them; the constants of their enums; and the
 * version of every serializer of our own. Found in the classes themselves, so that nothing is
 * forgotten.
 */
final class StateSchema {

  private static final String PACKAGE = "io.tamiyo.operators";
  private static final Pattern STATE_DESCRIPTOR =
      Pattern.compile("org\\.apache\\.flink\\.api\\.common\\.state\\.\\w+StateDescriptor");

  private final SortedSet<String> lines = new TreeSet<>();
  private final Set<Class<?>> described = new HashSet<>();

  private StateSchema() {}

  /** The lines of this release. */
  static SortedSet<String> ofThisRelease() throws ReflectiveOperationException {
    JavaClasses classes = ArchConfiguration.withThreadLocalScope(StateSchema::classes);
    StateSchema schema = new StateSchema();
    for (JavaClass each : classes) {
      if (keepsState(each)) {
        schema.describeRecordsNamedIn(each);
      }
      schema.describeSerializer(each);
    }
    return schema.lines;
  }

  /** Ours alone: what they extend is known by name. */
  private static JavaClasses classes(ArchConfiguration configuration) {
    configuration.setResolveMissingDependenciesFromClassPath(false);
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(PACKAGE);
  }

  private static boolean keepsState(JavaClass each) {
    return each.getConstructorCallsFromSelf().stream()
        .map(call -> call.getTargetOwner().getName())
        .anyMatch(STATE_DESCRIPTOR.asMatchPredicate());
  }

  private void describeRecordsNamedIn(JavaClass keeper) {
    for (ReferencedClassObject named : keeper.getReferencedClassObjects()) {
      if (named.getRawType().isAssignableTo(Record.class)) {
        describe(named.getRawType().reflect());
      }
    }
  }

  private void describe(Type type) {
    if (type instanceof ParameterizedType generic) {
      Arrays.stream(generic.getActualTypeArguments()).forEach(this::describe);
    }
    if (!(type instanceof Class<?> plain) || !described.add(plain)) {
      return;
    }
    if (plain.isRecord()) {
      for (RecordComponent component : plain.getRecordComponents()) {
        lines.add(
            "%s.%s: %s"
                .formatted(
                    plain.getName(),
                    component.getName(),
                    component.getGenericType().getTypeName()));
        describe(component.getGenericType());
      }
    }
    if (plain.isEnum()) {
      for (Object constant : plain.getEnumConstants()) {
        lines.add("%s has %s".formatted(plain.getName(), constant));
      }
    }
  }

  private void describeSerializer(JavaClass each) throws ReflectiveOperationException {
    boolean ours =
        each.isAssignableTo(VersionedSerializer.class)
            || each.isAssignableTo(SimpleVersionedSerializer.class);
    if (!ours || each.isInterface() || each.getSimpleName().equals("VersionedSerializer")) {
      return;
    }
    Class<?> serializer = each.reflect();
    boolean versioned = VersionedSerializer.class.isAssignableFrom(serializer);
    Method version =
        (versioned ? serializer : SimpleVersionedSerializer.class)
            .getDeclaredMethod(versioned ? "version" : "getVersion");
    version.setAccessible(true);
    Constructor<?> constructor = serializer.getDeclaredConstructor();
    constructor.setAccessible(true);
    Object newest = version.invoke(constructor.newInstance());
    for (int i = 1; i <= (int) newest; i++) {
      lines.add("%s reads version %d".formatted(serializer.getName(), i));
    }
  }
}
